package io.github.plutojava;

/**
 * The server asks for fewer requests (429). It went on asking through all retries, or asked for a
 * longer wait than the {@link RetryPolicy} or the call timeout allows. Call again after {@link
 * #retryAfter()}, and less often.
 */
public final class RateLimitedException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  RateLimitedException(String message, ApiError answer) {
    super(message, answer);
  }
}
