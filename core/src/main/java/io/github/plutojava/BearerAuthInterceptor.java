package io.github.plutojava;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.BaseUrl;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Adds {@code Authorization: Bearer <API key>} to the requests that go to the API's own origin
 * (scheme, host and port), and to no other. A {@link PlutoClient} has one already. This class is
 * public so that you can call Pluto with your own OkHttpClient.
 *
 * <pre>{@code
 * OkHttpClient http =
 *     new OkHttpClient.Builder()
 *         .addInterceptor(
 *             new BearerAuthInterceptor(
 *                 "https://pluto-api.trainy.ai", () -> System.getenv("PLUTO_API_KEY")))
 *         .build();
 * }</pre>
 *
 * <p>Add it with {@code addInterceptor}, not with {@code addNetworkInterceptor}: a network
 * interceptor runs again for each redirect.
 */
public final class BearerAuthInterceptor implements Interceptor {
  private final List<HttpUrl> baseUrls;
  private final ApiKeySource apiKey;

  /**
   * Makes an interceptor.
   *
   * @param baseUrl the API's address, such as {@code https://pluto-api.trainy.ai}; only its origin
   *     matters. It must be https, unless its host is this machine itself ({@code localhost},
   *     {@code 127.0.0.0/8}, {@code ::1})
   * @param apiKey gives the key. It is called before each request to that origin, on the thread
   *     that makes the request. A key is visible ASCII without spaces. If the supplier throws, or
   *     gives null or something that cannot be a key, the request is not sent and fails with an
   *     {@link IOException}. The cause of that exception is an {@link IllegalStateException} that
   *     says why, without the key
   * @throws IllegalArgumentException if {@code baseUrl} is not such an address
   */
  public BearerAuthInterceptor(String baseUrl, Supplier<String> apiKey) {
    this(List.of(BaseUrl.parse(baseUrl)), new ApiKeySource(apiKey));
    BaseUrl.requireSecure(baseUrls.get(0));
  }

  BearerAuthInterceptor(List<HttpUrl> baseUrls, ApiKeySource apiKey) {
    this.baseUrls = baseUrls;
    this.apiKey = apiKey;
  }

  /**
   * Sends the request, with the key if the request goes to the API's origin.
   *
   * @throws IOException if there is no usable key, or the request fails
   */
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (!isOurs(request.url())) {
      return chain.proceed(request);
    }
    CallState state = chain.call().request().tag(CallState.class); // A PlutoClient's call has one.
    Supplier<String> given = state == null ? null : state.options().apiKey();
    String key = given == null ? apiKey.get() : given.get();
    if (state != null) {
      state.setKey(key);
    }
    return chain.proceed(request.newBuilder().header("Authorization", "Bearer " + key).build());
  }

  private boolean isOurs(HttpUrl url) {
    for (HttpUrl baseUrl : baseUrls) {
      if (BaseUrl.sameOrigin(url, baseUrl)) {
        return true;
      }
    }
    return false;
  }
}
