package io.github.plutojava;

import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request again on its own, so that {@link RetryInterceptor} alone
 * decides. OkHttp repeats a request whose connection broke, a 408, and a 503 with {@code
 * Retry-After: 0} (and fails on a 503 whose {@code Retry-After} is no int). {@code
 * retryOnConnectionFailure(false)} would stop only the first two, and also keep it from trying a
 * host's next address.
 *
 * <p>There are two halves, on either side of OkHttp's RetryAndFollowUpInterceptor: what would make
 * it repeat a request is hidden by {@link #network()} and shown again by {@link #application()}.
 */
final class OneRequest {
  private static final String RETRY_AFTER = "Retry-After";
  private static final String HIDDEN_RETRY_AFTER = "Pluto-Hidden-Retry-After";

  private OneRequest() {}

  /** To be the first network interceptor. */
  static Interceptor network() {
    return chain -> {
      try {
        Response response = chain.proceed(chain.request());
        return isRepeated(response) ? hide(response) : response;
      } catch (IOException e) {
        throw new AfterConnectException(e);
      }
    };
  }

  /** To be the last application interceptor. */
  static Interceptor application() {
    return chain -> {
      try {
        Response response = chain.proceed(chain.request());
        return isRepeated(response) ? show(response) : response;
      } catch (AfterConnectException e) {
        throw e.failure;
      }
    };
  }

  private static boolean isRepeated(Response response) {
    return response.code() == 408 || response.code() == 503;
  }

  private static Response hide(Response response) {
    Response.Builder hidden = response.newBuilder().header(RETRY_AFTER, "1");
    return setOrRemove(hidden, HIDDEN_RETRY_AFTER, response.header(RETRY_AFTER));
  }

  private static Response show(Response response) {
    Response.Builder shown = response.newBuilder().removeHeader(HIDDEN_RETRY_AFTER);
    return setOrRemove(shown, RETRY_AFTER, response.header(HIDDEN_RETRY_AFTER));
  }

  private static Response setOrRemove(
      Response.Builder builder, String name, @Nullable String value) {
    return (value == null ? builder.removeHeader(name) : builder.header(name, value)).build();
  }

  /** OkHttp takes a ProtocolException as final. */
  private static final class AfterConnectException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    final IOException failure;

    AfterConnectException(IOException failure) {
      this.failure = failure;
      initCause(failure);
    }
  }
}
