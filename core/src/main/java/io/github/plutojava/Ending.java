package io.github.plutojava;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.anyOf;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One {@code finish} or {@code fail} of a run. */
final class Ending {
  /** COMPLETED or FAILED. */
  final RunStatus wanted;

  /** Why the run failed, in words, or null. */
  final @Nullable String reason;

  /** What the program failed of, if it said so: it gets what goes wrong as suppressed. */
  final @Nullable Throwable cause;

  final Deadline deadline;
  final CompletableFuture<RunStatus> result = new CompletableFuture<>();

  /** Done once a {@code fail} has overtaken it. */
  private final CompletableFuture<Void> overtaken = new CompletableFuture<>();

  /** Done once the client is closed. */
  private final CompletableFuture<Void> hurried = new CompletableFuture<>();

  /** Whether it may have set its status. */
  private boolean isAsking;

  private boolean isFailWaiting;
  private volatile boolean isSettled;

  private Ending(
      RunStatus wanted, @Nullable String reason, @Nullable Throwable cause, Duration limit) {
    this.wanted = wanted;
    this.reason = reason;
    this.cause = cause;
    deadline = Deadline.after(Limits.checkEnding(limit));
  }

  static Ending finish(Duration limit) {
    return new Ending(RunStatus.COMPLETED, null, null, limit);
  }

  static Ending fail(@Nullable String reason, Duration limit) {
    return new Ending(RunStatus.FAILED, reason, null, limit);
  }

  static Ending fail(Throwable cause, Duration limit) {
    return new Ending(RunStatus.FAILED, null, requireNonNull(cause, "cause"), limit);
  }

  boolean isFinish() {
    return wanted == RunStatus.COMPLETED;
  }

  /** Ends it for a {@code fail} that came later, as soon as it cannot have set its status. */
  synchronized void overtake() {
    isFailWaiting = isFinish();
    endIfOvertaken();
  }

  private void endIfOvertaken() {
    if (isFailWaiting && !isAsking) {
      overtaken.complete(null);
    }
  }

  /** Notes that its next request can set its status. */
  synchronized void setAsking() {
    requireNotOvertaken();
    isAsking = true;
  }

  /** Notes that no request so far can have set its status. */
  synchronized void setNotAsking() {
    isAsking = false;
    endIfOvertaken();
  }

  /** Notes that its status is set already: no fail that comes later changes it. */
  synchronized void settle() {
    isSettled = true;
  }

  void requireNotOvertaken() {
    if (overtaken.isDone() && !isSettled) {
      throw new OvertakenException();
    }
  }

  /** Ends a finish that a {@code fail} has overtaken. */
  static final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the pause that is under way, and those to come: the client is closed. */
  void hurry() {
    hurried.complete(null);
  }

  /** Waits for {@code event} or until it is overtaken, but no longer than so many nanoseconds. */
  void await(CompletableFuture<?> event, long nanos) throws InterruptedException {
    isDoneAfter(anyOf(event, overtaken), nanos);
  }

  /**
   * Pauses before another attempt.
   *
   * @return whether there is to be one
   */
  boolean pause(long nanos) throws InterruptedException {
    boolean isOver = isDoneAfter(isSettled ? hurried : anyOf(hurried, overtaken), nanos);
    requireNotOvertaken();
    return !isOver;
  }

  private static boolean isDoneAfter(CompletableFuture<?> event, long nanos)
      throws InterruptedException {
    boolean unused = Thread.interrupted(); // A key supplier, say, may have left its flag.
    try {
      event.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** Gives {@link #cause} what went wrong after it. */
  void suppress(PlutoException problem) {
    if (cause != null && cause != problem) {
      cause.addSuppressed(problem);
    }
  }
}
