package io.github.plutojava;

/**
 * Several projects have a run with this display ID (409). No run was resumed. Name the project,
 * with {@link ResumeTarget.ByDisplayId#inProject(String) inProject}, and call again. The call was
 * not retried.
 *
 * <p>From a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), it means
 * any 409.
 */
public final class AmbiguousRunException extends PlutoApiException {
  private static final long serialVersionUID = 1L;

  AmbiguousRunException(String message, ApiError answer) {
    super(message, answer);
  }
}
