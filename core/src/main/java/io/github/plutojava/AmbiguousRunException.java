package io.github.plutojava;

/**
 * Several projects have a run with this display ID (409). Name the project: {@link
 * ResumeTarget.ByDisplayId#inProject}. No run was resumed. Not retried.
 */
public final class AmbiguousRunException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  AmbiguousRunException(String message, ApiError answer) {
    super(message, answer);
  }
}
