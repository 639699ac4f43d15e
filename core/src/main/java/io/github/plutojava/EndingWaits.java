package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.DaemonThreads;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Waits for endings of one run, each within its limit, whatever hangs: a key supplier, or an ending
 * that came before. The ending goes on.
 */
final class EndingWaits {
  private static final String LATE =
      "there was no end of it within its limit; the ending goes on meanwhile";
  private static final String INTERRUPTED =
      "the thread was interrupted while it waited; the ending goes on meanwhile";
  private static final String CLOSED = "the PlutoClient was closed before there was an end of it";

  private final String run;
  private final RunThreads threads;
  private final Consumer<PlutoException> teller;

  /** What ends the futures that are not done. */
  private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();

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

  /** Returns a future for the user, which is done when a caller would have stopped to wait. */
  CompletableFuture<RunStatus> future(Ending ending) {
    CompletableFuture<RunStatus> future = UsersFutures.copy(ending.result);
    Runnable end = () -> end(ending, future, CLOSED);
    ends.add(end);
    Future<?> alarm =
        threads.schedule(
            nanosLeft(ending), () -> DaemonThreads.ends().execute(() -> end(ending, future, LATE)));
    CompletableFuture<RunStatus> unused =
        future.whenComplete(
            (status, failure) -> {
              alarm.cancel(false);
              ends.remove(end);
            });
    return future;
  }

  /**
   * Ends the futures that are not done a moment after the client was closed, since the timer, which
   * would end them, ends with it.
   *
   * @param over is done once no ending is under way
   */
  void endAllAfter(CompletableFuture<Void> over) {
    if (!ends.isEmpty()) {
      try {
        threads.ends().execute(() -> endAllSoon(over));
      } catch (RejectedExecutionException e) { // No thread can be made now.
        endAll();
      }
    }
  }

  private void endAllSoon(CompletableFuture<Void> over) {
    try {
      over.get(OpenRuns.GRACE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) { // It hangs.
      endAll();
    }
  }

  private void endAll() {
    ends.forEach(DaemonThreads.ends()::execute);
  }

  private void end(Ending ending, CompletableFuture<RunStatus> future, String why) {
    if (ending.isFinish()) {
      future.completeExceptionally(unknown(ending, why, false));
    } else if (future.complete(RunStatus.UNKNOWN)) {
      tell(ending, why);
    }
  }

  private void tell(Ending ending, String why) {
    PlutoTransportException problem = unknown(ending, why, false);
    teller.accept(problem);
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
