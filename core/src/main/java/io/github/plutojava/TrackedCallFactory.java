package io.github.plutojava;

import java.util.function.Function;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Makes each call with a {@link CallState} of its own. */
final class TrackedCallFactory implements Call.Factory {
  private final Function<HttpUrl, OkHttpClient> clients;
  private final String userAgent;
  private final boolean allowCleartext;

  TrackedCallFactory(
      Function<HttpUrl, OkHttpClient> clients, String userAgent, boolean allowCleartext) {
    this.clients = clients;
    this.userAgent = userAgent;
    this.allowCleartext = allowCleartext;
  }

  @Override
  public Call newCall(Request request) {
    if (!allowCleartext) {
      BaseUrl.requireSecure(request.url()); // A service's @Url can name any.
    }
    CallState state = new CallState();
    Request.Builder tracked = request.newBuilder().tag(CallState.class, state);
    if (request.header("User-Agent") == null) {
      tracked.header("User-Agent", userAgent);
    }
    Call call = clients.apply(request.url()).newCall(tracked.build());
    state.setCall(call);
    return call;
  }
}
