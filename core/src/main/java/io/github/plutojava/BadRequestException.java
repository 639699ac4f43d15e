package io.github.plutojava;

/**
 * The server refused the request as invalid (400 or 422). What it is known to refuse, {@link
 * ResumeTarget} refuses before anything is sent, so this is rare: see {@link #error()} for what it
 * says. Not retried, since it would be refused again.
 */
public final class BadRequestException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, ApiError answer) {
    super(message, answer);
  }
}
