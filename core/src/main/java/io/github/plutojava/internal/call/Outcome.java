package io.github.plutojava.internal.call;

import java.io.IOException;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Turns Retrofit's result of a call into a body or an exception. */
public interface Outcome {
  /** Is told of the call before it begins, which is then the one to cancel. */
  default void begins(CallState call) {}

  /**
   * Returns the body, or null if there is none and none is required.
   *
   * @param request the request as it was before interceptors of a user's OkHttpClient saw it
   * @throws RuntimeException if the answer is an error, or not the one that was asked for
   * @throws IOException if there is no body and one is required
   */
  <T> @Nullable T body(Request request, Response<T> response, CallState call, boolean isRequired)
      throws IOException;

  /** Returns what the caller sees of {@code failure}: an unchecked exception or an Error. */
  Throwable failure(Throwable failure, Request request, CallState call);
}
