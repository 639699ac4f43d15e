package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.call.Timing;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Makes the calls of one client's services. */
public final class PlutoCallFactory implements Call.Factory {
  private final Function<HttpUrl, OkHttpClient> clients;
  private final Predicate<HttpUrl> isReady;
  private final Predicate<Request> isIdempotent;
  private final Executor beginnings = DaemonThreads.few("Pluto call begin");
  private final Retries retries;
  private final Timing timing;
  private final ScheduledExecutorService timer;
  private final String userAgent;
  private final boolean allowCleartext;

  public PlutoCallFactory(
      Function<HttpUrl, OkHttpClient> clients,
      Predicate<HttpUrl> isReady,
      Predicate<Request> isIdempotent,
      Retries retries,
      Timing timing,
      ScheduledExecutorService timer,
      String userAgent,
      boolean allowCleartext) {
    this.clients = clients;
    this.isReady = isReady;
    this.isIdempotent = isIdempotent;
    this.retries = retries;
    this.timing = timing;
    this.timer = timer;
    this.userAgent = userAgent;
    this.allowCleartext = allowCleartext;
  }

  @Override
  public Call newCall(Request request) {
    if (!allowCleartext) {
      BaseUrl.requireSecure(request.url()); // A service's @Url can name any.
    }
    return new PlutoCall(this, request);
  }

  /** Returns the request with what is known of its call, and with a {@code User-Agent}. */
  Request tag(Request request, CallState call) {
    Request.Builder tagged = request.newBuilder().tag(CallState.class, call);
    if (request.header("User-Agent") == null) {
      tagged.header("User-Agent", userAgent);
    }
    return tagged.build();
  }

  /** Whether the request may be sent again when it may have arrived. */
  boolean isIdempotent(Request request) {
    return isIdempotent.test(request);
  }

  /** Whether {@link #client} gives it at once: the first one for https reads the trust store. */
  boolean isReady(HttpUrl url) {
    return isReady.test(url);
  }

  OkHttpClient client(HttpUrl url) {
    return clients.apply(url);
  }

  Retries retries() {
    return retries;
  }

  /** Where an attempt begins that neither the timer nor the caller is to wait for. */
  Executor beginnings() {
    return beginnings;
  }

  Timing timing() {
    return timing;
  }

  ScheduledExecutorService timer() {
    return timer;
  }
}
