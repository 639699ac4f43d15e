package io.github.plutojava;

/**
 * Several projects have a run with this display ID (409). No run was resumed. Name the project,
 * with {@link ResumeTarget.ByDisplayId#inProject(String) inProject}, and call again. Not retried.
 *
 * <p>In a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), it is any
 * 409.
 */
public final class AmbiguousRunException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  AmbiguousRunException(String message, ApiError answer) {
    super(message, answer);
  }
}
