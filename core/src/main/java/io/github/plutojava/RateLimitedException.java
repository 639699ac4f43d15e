package io.github.plutojava;

/**
 * The server asks for fewer requests (429). It answered all retries in the same way, or asked for a
 * longer wait than the {@link RetryPolicy} or the call timeout allows. Make fewer calls, and wait
 * for {@link #retryAfter()} before the next one, if the server says how long.
 */
public final class RateLimitedException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  RateLimitedException(String message, ApiError answer) {
    super(message, answer);
  }
}
