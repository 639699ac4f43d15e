package io.github.plutojava;

/**
 * The server has no such run (404), or none that the API key may see: a run of another organization
 * is not found either. For an endpoint of your own ({@link PlutoClient#create}), what it asked for.
 * Not retried. An answer to an unknown path is not this but a plain {@link PlutoApiException}.
 */
public final class RunNotFoundException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  RunNotFoundException(String message, ApiError answer) {
    super(message, answer);
  }
}
