package io.github.plutojava;

/**
 * The server refused the API key (401). The key is unknown, expired or revoked; {@link #detail()}
 * says which, if the server does. Make a new key on the Pluto site. The call was not retried,
 * except once if the API key supplier then gave another key.
 */
public final class UnauthorizedException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(String message, ApiError answer) {
    super(message, answer);
  }
}
