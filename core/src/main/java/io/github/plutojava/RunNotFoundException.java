package io.github.plutojava;

/**
 * The server has no such run (404), or none that the API key may see. Check the identifier and the
 * project, and that the key belongs to the run's organization, since a run of another organization
 * is not found either. The call was not retried. A 404 without Pluto's words {@code Run not found},
 * such as the answer to an unknown path, is a plain {@link PlutoApiException}.
 *
 * <p>From a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), it likewise
 * means a 404 with these words.
 */
public final class RunNotFoundException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  RunNotFoundException(String message, ApiError answer) {
    super(message, answer);
  }
}
