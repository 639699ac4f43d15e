package io.github.plutojava;

/**
 * The server, or a gateway before it, failed (5xx); for 500, 502, 503 and 504, through all retries.
 * The run may have been resumed all the same. Calling again later is safe.
 */
public final class ServerErrorException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(String message, ApiError answer) {
    super(message, answer);
  }
}
