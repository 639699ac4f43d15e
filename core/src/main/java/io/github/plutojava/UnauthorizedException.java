package io.github.plutojava;

/**
 * The server refused the API key (401). It is unknown, expired or revoked; {@link #detail()} says
 * which, if the server does. Make a new key on the Pluto site. Not retried, except once if the API
 * key supplier had another key by then.
 */
public final class UnauthorizedException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(String message, ApiError answer) {
    super(message, answer);
  }
}
