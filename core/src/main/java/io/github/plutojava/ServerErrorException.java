package io.github.plutojava;

/**
 * The server, or a gateway before it, failed (5xx). The run may have been resumed all the same:
 * call again later, which is safe. 500, 502, 503 and 504 were retried as the {@link RetryPolicy}
 * says, others not.
 *
 * <p>In a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), you know
 * whether calling again is safe.
 */
public final class ServerErrorException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  ServerErrorException(String message, ApiError answer) {
    super(message, answer);
  }
}
