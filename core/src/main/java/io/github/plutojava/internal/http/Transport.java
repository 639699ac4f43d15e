package io.github.plutojava.internal.http;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CallsInFlight;
import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.call.PlutoCallAdapterFactory;
import io.github.plutojava.internal.call.Timing;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * What all services of a client share: OkHttp, the API key, the log, the threads, and the way to
 * close them.
 */
public final class Transport {
  private final @Nullable OkHttpClient users;

  /** Null if the user passed in an OkHttpClient. */
  private final @Nullable HttpClients own;

  private final Retries retries;
  private final Timing timing;
  private final CallsInFlight inFlight;
  private final Executor beginnings = DaemonThreads.few("Pluto call begin");
  private final String userAgent;
  private final boolean allowCleartext;

  /**
   * Makes a transport.
   *
   * @param httpClient the user's OkHttpClient to build on, or null to make our own
   * @param interceptors the interceptors that each attempt passes, innermost last: for the key and
   *     for the log
   * @param apiKey gives the API key; after a 401, it may have a newer one
   * @param userAgent the {@code User-Agent} of requests that have none
   * @param allowCleartext whether requests may go to other machines over http
   */
  public Transport(
      @Nullable OkHttpClient httpClient,
      Interceptor[] interceptors,
      ApiKeySource apiKey,
      String userAgent,
      boolean allowCleartext,
      Timing timing) {
    if (httpClient == null) {
      users = null;
      own = new HttpClients(http -> HttpClients.withInterceptors(http, interceptors));
    } else {
      users = HttpClients.withInterceptors(httpClient, interceptors);
      own = null;
    }
    retries = new Retries(apiKey, timing);
    this.timing = timing;
    inFlight = new CallsInFlight(timing.nanoTime());
    this.userAgent = userAgent;
    this.allowCleartext = allowCleartext;
  }

  /**
   * Returns a builder of services that lacks only converters.
   *
   * @param options gives the options of a request's call
   */
  public Retrofit.Builder services(HttpUrl baseUrl, Function<Request, CallOptions> options) {
    return new Retrofit.Builder()
        .baseUrl(baseUrl)
        .callFactory(request -> newCall(typed(request, baseUrl), options.apply(request)))
        .addCallAdapterFactory(new PlutoCallAdapterFactory(inFlight));
  }

  private PlutoCall newCall(Request request, CallOptions options) {
    if (!allowCleartext) {
      BaseUrl.requireSecure(request.url()); // A service's @Url can name any server.
    }
    return new PlutoCall(this, request, options);
  }

  /** Ends the calls in flight, and closes what is our own. A user's OkHttpClient is left alone. */
  public void close() {
    inFlight.close();
    if (own != null) {
      own.close();
    }
  }

  /**
   * Returns the request with a type of its body, if it goes to Pluto. Without a type, Pluto does
   * not read a body, and acts as if its properties were missing: {@code notes/update} then empties
   * the notes of each run of the organization.
   */
  private static Request typed(Request request, HttpUrl baseUrl) {
    RequestBody body = request.body();
    return body != null
            && body.contentType() == null
            && request.header("Content-Type") == null
            && BaseUrl.sameOrigin(request.url(), baseUrl)
        ? request.newBuilder().header("Content-Type", "application/json").build()
        : request;
  }

  /** Returns the request with the state of its call, and with a {@code User-Agent}. */
  Request tag(Request request, CallState call) {
    Request.Builder tagged = request.newBuilder().tag(CallState.class, call);
    if (request.header("User-Agent") == null) {
      tagged.header("User-Agent", userAgent);
    }
    return tagged.build();
  }

  /**
   * Returns whether {@link #client} returns at once: making the first client for https reads the
   * trust store.
   */
  boolean isReady(HttpUrl url) {
    return own == null || own.isReady(url);
  }

  OkHttpClient client(HttpUrl url) {
    return own == null ? requireNonNull(users) : own.forUrl(url);
  }

  Retries retries() {
    return retries;
  }

  /**
   * Returns threads for beginning an attempt when neither the timer nor the caller should wait for
   * that.
   */
  Executor beginnings() {
    return beginnings;
  }

  Timing timing() {
    return timing;
  }

  public ScheduledExecutorService timer() {
    return inFlight.timer();
  }
}
