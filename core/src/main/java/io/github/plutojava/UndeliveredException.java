package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Points of an {@link ActiveRun} were not delivered: they still wait, or they are lost. The message
 * says which, and of which kind the reason is; the cause is the last failure that was met on the
 * way.
 *
 * <p>From {@link ActiveRun#log(long, String, double) log}, it counts the points of that call, none
 * of which was logged: the buffer stayed full, or the thread was interrupted while it waited for
 * room. From {@link ActiveRun#flush() flush}, it counts the points that were logged before the
 * call: a later call can still deliver those that wait. {@link RunOptions.Builder#onProblem
 * onProblem} gets it for points that the server refused and for points that a close lost.
 */
public final class UndeliveredException extends PlutoException {
  private static final long serialVersionUID = 1L;

  /** How many points this is about. */
  private final long undelivered;

  /** How many of them are lost for good. */
  private final long refused;

  /** Whether it says what is lost by the end of a run. */
  private final boolean isLoss;

  /**
   * Makes an exception for points that still wait; public for fakes in tests.
   *
   * @param message what happened and what to do
   * @param undelivered how many points it is about
   * @param cause the last failure, or null if none was met
   */
  public UndeliveredException(String message, long undelivered, @Nullable Throwable cause) {
    this(message, undelivered, 0, cause);
  }

  /**
   * Makes an exception; public for fakes in tests.
   *
   * @param message what happened and what to do
   * @param undelivered how many points it is about
   * @param refused how many of them are lost for good
   * @param cause the last failure, or null if none was met
   */
  public UndeliveredException(
      String message, long undelivered, long refused, @Nullable Throwable cause) {
    this(message, undelivered, refused, false, cause);
  }

  private UndeliveredException(
      String message, long undelivered, long refused, boolean isLoss, @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.undelivered = undelivered;
    this.refused = refused;
    this.isLoss = isLoss;
  }

  /** Returns one that says what is lost by the end of a run. */
  static UndeliveredException loss(String message, long lost, @Nullable Throwable cause) {
    return new UndeliveredException(message, lost, lost, true, cause);
  }

  boolean isLoss() {
    return isLoss;
  }

  /** {@return how many points this is about, those that are lost for good included} */
  public long undelivered() {
    return undelivered;
  }

  /**
   * {@return whether the thread was interrupted while it waited, in which case the cause is an
   * {@link InterruptedException}} The thread's flag is still set, so a loop that tries again must
   * end: the next call would not wait either.
   */
  public boolean interrupted() {
    return getCause() instanceof InterruptedException;
  }

  /**
   * {@return how many of these points are lost for good} The others still wait; those of a call of
   * {@code log} were not logged.
   */
  public long refused() {
    return refused;
  }
}
