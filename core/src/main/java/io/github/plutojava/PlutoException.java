package io.github.plutojava;

import org.jspecify.annotations.Nullable;

/**
 * A call to Pluto that did not succeed. All that a call throws, other than {@link
 * IllegalArgumentException} and {@link IllegalStateException} for mistakes in the calling program
 * (see {@link RunsApi#resume resume}) and what an interceptor of an OkHttpClient of your own
 * throws, is one of:
 *
 * <ul>
 *   <li>{@link PlutoApiException}: the server answered with an error;
 *   <li>{@link PlutoTransportException}: there was no complete answer;
 *   <li>{@link PlutoResponseException}: the server reported success, but its answer cannot be used.
 * </ul>
 *
 * <p>The message is one line that says what happened and, where there is something to do, what to
 * do. It never has the API key in it, and neither have the causes.
 */
public abstract sealed class PlutoException extends RuntimeException
    permits PlutoApiException, PlutoTransportException, PlutoResponseException {
  private static final long serialVersionUID = 1L;

  PlutoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
