package io.github.plutojava;

import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Makes each call with a {@link CallState} of its own. */
final class TrackedCallFactory implements Call.Factory {
  private final OkHttpClient client;
  private final String userAgent;
  private final boolean allowCleartext;

  TrackedCallFactory(OkHttpClient client, String userAgent, boolean allowCleartext) {
    this.client = client;
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
    Call call = client.newCall(tracked.build());
    state.setCall(call);
    return call;
  }
}
