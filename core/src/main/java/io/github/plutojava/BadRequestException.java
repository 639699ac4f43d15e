package io.github.plutojava;

/**
 * The server refused the request as invalid (400 or 422). {@link #error()} names what is wrong with
 * it; sent again, it would be refused again, so it is not retried. Requests that the server is
 * known to refuse are already refused by {@link ResumeTarget}.
 */
public final class BadRequestException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, ApiError answer) {
    super(message, answer);
  }
}
