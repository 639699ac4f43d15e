package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.DaemonThreads;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for endings of one run, each within its limit, whatever hangs: a key supplier, or an ending
 * that came before. The ending goes on.
 */
final class EndingWaits {
  private static final String LATE = "the ending took longer than its limit, and goes on";
  private static final String INTERRUPTED =
      "the thread was interrupted while it waited, and the ending goes on";
  private static final String CLOSED = "the PlutoClient was closed before the ending was over";

  private final String run;
  private final RunThreads threads;
  private final ProblemTeller teller;

  EndingWaits(ResumedRun run, RunThreads threads, ProblemTeller teller) {
    this.run = Describe.run(run);
    this.threads = threads;
    this.teller = teller;
  }

  /** Waits for a finish. */
  RunStatus forFinish(Ending ending) {
    try {
      return get(ending);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(ending, INTERRUPTED, true);
    } catch (TimeoutException e) {
      throw unknown(ending, LATE, false);
    } catch (ExecutionException e) {
      Throwable cause = requireNonNull(e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    }
  }

  /** Waits for a fail, which never throws for what the server or the network do. */
  RunStatus forFail(Ending ending) {
    try {
      return get(ending);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      tell(ending, LATE);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fail always has a status", e);
    }
    return RunStatus.UNKNOWN;
  }

  private static RunStatus get(Ending ending)
      throws InterruptedException, ExecutionException, TimeoutException {
    return ending.result.get(nanosLeft(ending), TimeUnit.NANOSECONDS);
  }

  private static long nanosLeft(Ending ending) {
    return ending.deadline.nanosLeft() + OpenRuns.GRACE_NANOS;
  }

  /** Returns a future for the user, which is done when a caller would have stopped waiting. */
  CompletableFuture<RunStatus> future(Ending ending) {
    Future<?> alarm =
        threads.schedule(
            nanosLeft(ending), () -> DaemonThreads.ends().execute(() -> end(ending, LATE)));
    CompletableFuture<RunStatus> unused =
        ending.result.whenComplete((status, failure) -> alarm.cancel(false));
    return UsersFutures.copy(ending.result);
  }

  /**
   * Ends the waits for {@code endings} unless {@code over} is done soon. The client is closed, and
   * its timer with it.
   */
  void endAfter(CompletableFuture<Void> over, List<Ending> endings) {
    try {
      threads.ends().execute(() -> endIfNotSoon(over, endings));
    } catch (RejectedExecutionException e) { // No thread can be made now.
      endings.forEach(ending -> end(ending, CLOSED));
    }
  }

  private void endIfNotSoon(CompletableFuture<Void> over, List<Ending> endings) {
    try {
      over.get(OpenRuns.GRACE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) { // It hangs.
      endings.forEach(ending -> end(ending, CLOSED));
    }
  }

  private void end(Ending ending, String why) {
    if (ending.isFinish()) {
      ending.result.completeExceptionally(unknown(ending, why, false));
    } else if (ending.result.complete(RunStatus.UNKNOWN)) {
      tell(ending, why);
    }
  }

  private void tell(Ending ending, String why) {
    PlutoTransportException problem = unknown(ending, why, false);
    teller.tell(problem);
    ending.suppress(problem);
  }

  private PlutoTransportException unknown(Ending ending, String why, boolean isInterrupt) {
    return new PlutoTransportException(
        "it is not known whether "
            + run
            + (ending.isFinish() ? " is finished: " : " is FAILED: ")
            + why,
        new InterruptedIOException(why),
        !isInterrupt,
        isInterrupt,
        0);
  }
}
