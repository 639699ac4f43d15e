package io.github.plutojava;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

  /** Ends the wait for the delivery early, if a {@code fail} overtakes this {@code finish}. */
  final CompletableFuture<Void> overtaken = new CompletableFuture<>();

  /** Whether it has come as far as to ask for its status. Guarded by the session. */
  boolean isAsking;

  private Ending(
      RunStatus wanted, @Nullable String reason, @Nullable Throwable cause, Duration limit) {
    this.wanted = wanted;
    this.reason = reason;
    this.cause = cause;
    deadline = Deadline.after(limit);
  }

  static Ending finish(Duration limit) {
    return new Ending(RunStatus.COMPLETED, null, null, limit);
  }

  static Ending fail(@Nullable String reason, Duration limit) {
    return new Ending(RunStatus.FAILED, reason, null, limit);
  }

  static Ending fail(Throwable cause, Duration limit) {
    return new Ending(RunStatus.FAILED, null, cause, limit);
  }

  boolean isFinish() {
    return wanted == RunStatus.COMPLETED;
  }

  /** Gives {@link #cause} what went wrong after it. */
  void suppress(PlutoException problem) {
    if (cause != null && cause != problem) {
      cause.addSuppressed(problem);
    }
  }
}
