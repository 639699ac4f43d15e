package io.github.plutojava;

/**
 * The server refused the API key (401): it is unknown, expired or revoked, and {@link #detail()}
 * says which. Make a new key on the Pluto site. The call was sent again once if the API key
 * supplier had another key by then, and otherwise not.
 */
public final class UnauthorizedException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(String message, ApiError answer) {
    super(message, answer);
  }
}
