package io.github.plutojava;

/**
 * The server refused the request as invalid (400 or 422). This is rare, since {@link ResumeTarget}
 * refuses what the server is known to refuse, before anything is sent. See {@link #error()} for
 * what the server says. The call was not retried, since the server would refuse it again.
 */
public final class BadRequestException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, ApiError answer) {
    super(message, answer);
  }
}
