package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * There was no complete answer. The server could not be reached or trusted, the connection broke, a
 * time limit passed, or the call was ended by an interrupt or by {@link PlutoClient#close()}.
 *
 * <p>The run may have been resumed all the same: the request may have arrived although no answer
 * came back. Call again, which is safe, since resuming a RUNNING run changes nothing. Transient
 * failures were retried as the {@link RetryPolicy} says. A certificate that cannot be trusted is
 * not transient.
 *
 * <p>For a service of your own ({@link PlutoClient#create(Class) PlutoClient.create}), you have to
 * know whether calling again is safe.
 */
public final class PlutoTransportException extends PlutoException {
  private static final long serialVersionUID = 1L;

  /** Whether a time limit ended the call. */
  private final boolean timedOut;

  /** Whether an interrupt ended the call. */
  private final boolean interrupted;

  /** How many attempts were begun. */
  private final int attempts;

  /**
   * Makes an exception; public for fakes in tests.
   *
   * @param message what happened and what to do
   * @param cause the failure of the last attempt
   * @param timedOut whether a time limit ended the call
   * @param attempts how many attempts were begun
   */
  public PlutoTransportException(
      String message, IOException cause, boolean timedOut, int attempts) {
    this(message, cause, timedOut, false, attempts);
  }

  /**
   * Makes an exception that an interrupt may have caused; public for fakes in tests.
   *
   * @param message what happened and what to do
   * @param cause the failure of the last attempt
   * @param timedOut whether a time limit ended the call
   * @param interrupted whether the caller's thread was interrupted
   * @param attempts how many attempts were begun
   */
  public PlutoTransportException(
      String message, IOException cause, boolean timedOut, boolean interrupted, int attempts) {
    super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
    this.timedOut = timedOut;
    this.interrupted = interrupted;
    this.attempts = attempts;
  }

  /**
   * {@return whether a time limit ended the call} It is the call timeout or, in the last attempt,
   * the connect, read or write timeout.
   */
  public boolean timedOut() {
    return timedOut;
  }

  /**
   * {@return whether an interrupt of the caller's thread ended the call} The thread's interrupt
   * flag is still set: a loop that tries again has to end.
   */
  public boolean interrupted() {
    return interrupted;
  }

  /**
   * {@return how many attempts were begun, zero or more} It is zero if the call waited for its turn
   * until its time was over.
   */
  public int attempts() {
    return attempts;
  }
}
