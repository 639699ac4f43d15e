package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.DaemonThreads;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Waits for endings of one run, each within its limit, whatever hangs: a key supplier, or an ending
 * that came before. The ending goes on.
 */
final class EndingWaits {
  private final String run;
  private final RunThreads threads;
  private final Consumer<PlutoException> teller;

  EndingWaits(ResumedRun run, RunThreads threads, Consumer<PlutoException> teller) {
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
      throw unknown(ending, "the thread was interrupted while it waited", true);
    } catch (TimeoutException e) {
      throw late(ending);
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
      tellLate(ending);
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

  /** Returns a future for the user, which is done when a caller would have stopped to wait. */
  CompletableFuture<RunStatus> future(Ending ending) {
    CompletableFuture<RunStatus> future = UsersFutures.copy(ending.result);
    Future<?> alarm =
        threads.schedule(
            nanosLeft(ending), () -> DaemonThreads.ends().execute(() -> end(ending, future)));
    CompletableFuture<RunStatus> unused =
        future.whenComplete((status, failure) -> alarm.cancel(false));
    return future;
  }

  private void end(Ending ending, CompletableFuture<RunStatus> future) {
    if (ending.isFinish()) {
      future.completeExceptionally(late(ending));
    } else if (future.complete(RunStatus.UNKNOWN)) {
      tellLate(ending);
    }
  }

  private void tellLate(Ending ending) {
    PlutoTransportException late = late(ending);
    teller.accept(late);
    ending.suppress(late);
  }

  private PlutoTransportException late(Ending ending) {
    return unknown(ending, "there was no end of it within its limit", false);
  }

  private PlutoTransportException unknown(Ending ending, String why, boolean isInterrupt) {
    return new PlutoTransportException(
        "it is not known whether "
            + run
            + (ending.isFinish() ? " is finished: " : " is FAILED: ")
            + why
            + "; the ending goes on meanwhile",
        new InterruptedIOException(why),
        !isInterrupt,
        isInterrupt,
        0);
  }
}
