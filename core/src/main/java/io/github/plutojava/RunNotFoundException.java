package io.github.plutojava;

/**
 * The server has no such run (404), or none that the API key may see. Check the identifier and the
 * project, and that the key is of the run's organization: a run of another one is not found either.
 * Not retried. The answer to an unknown path is not this but a plain {@link PlutoApiException}.
 *
 * <p>In a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), it is
 * whatever the request was for that was not found.
 */
public final class RunNotFoundException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  RunNotFoundException(String message, ApiError answer) {
    super(message, answer);
  }
}
