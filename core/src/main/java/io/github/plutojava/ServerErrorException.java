package io.github.plutojava;

/**
 * The server, or a gateway in front of it, failed (5xx). The run may have been resumed all the
 * same. Call again later, which is safe. The statuses 500, 502, 503 and 504 were retried as the
 * {@link RetryPolicy} says; others were not.
 *
 * <p>For a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), you have to
 * know whether calling again is safe.
 */
public final class ServerErrorException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(String message, ApiError answer) {
    super(message, answer);
  }
}
