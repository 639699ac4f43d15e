package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The server reported success (2xx), but its answer cannot be used. The answer is not JSON, a
 * required property is missing, repeated or of the wrong type, the answer is larger than 1 MiB, or
 * it is about another run ({@link RunMismatchException}). The message says which. The call was not
 * retried.
 *
 * <p>Most often, something other than Pluto answered. Check the base URL, and whether there is a
 * proxy or a login page in between.
 */
public sealed class PlutoResponseException extends PlutoException permits RunMismatchException {
  private static final long serialVersionUID = 1L;

  PlutoResponseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Makes an exception; public for fakes in tests.
   *
   * @param message what is wrong with the answer
   */
  public PlutoResponseException(String message) {
    this(requireNonNull(message, "message"), null);
  }
}
