package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Resumes many runs, several at once.
 *
 * <pre>{@code
 * BulkResumer.Summary summary =
 *     new BulkResumer(pluto.runs(), 16)
 *         .resumeAll(
 *             List.of(ResumeTarget.byId(1), ResumeTarget.byDisplayId("MMP-2")),
 *             outcome -> System.out.println(outcome));
 * }</pre>
 *
 * <p>Immutable and thread-safe; each call of {@link #resumeAll resumeAll} is a batch of its own.
 */
public final class BulkResumer {
  private static final int MOST_IN_FLIGHT = 1000;

  /** As long as a single call waits at the most, by default. */
  private static final Duration LONGEST_PAUSE = RetryPolicy.defaults().maxRetryAfter();

  private final RunsApi runs;
  private final int maxInFlight;

  /**
   * Makes a resumer.
   *
   * @param runs what to call, {@link PlutoClient#runs()} say
   * @param maxInFlight how many calls are under way at once at the most, from 1 to 1000; zero is
   *     refused. A {@link PlutoClient} makes 64 at once, unless it was given an OkHttpClient with
   *     another limit: more would only wait for their turn, and their call timeout runs meanwhile
   * @throws IllegalArgumentException if {@code maxInFlight} is out of range
   */
  public BulkResumer(RunsApi runs, int maxInFlight) {
    this.runs = requireNonNull(runs, "runs");
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException(
          "maxInFlight " + maxInFlight + " is out of range: it goes from 1 to " + MOST_IN_FLIGHT);
    }
    this.maxInFlight = maxInFlight;
  }

  /**
   * How a batch went.
   *
   * @param resumed how many runs were resumed
   * @param failed how many calls failed with a {@link PlutoException}
   */
  public record Summary(long resumed, long failed) {}

  /**
   * Resumes the runs and returns when all calls have ended. A {@link PlutoException} of one call is
   * an outcome like any other and stops nothing. Whatever else goes wrong ends the batch: nothing
   * more is pulled, the calls in flight are canceled, and the exception is thrown. Calls that had
   * ended by then are delivered first, unless it is {@code onOutcome} that throws.
   *
   * <p>If a call still fails as {@linkplain RateLimitedException rate-limited} after its retries
   * and the server says how long to wait, no further call is begun for so long, at most 60 seconds
   * from when its outcome is delivered.
   *
   * @param targets the runs. They are pulled one by one, on the caller's thread, when a call can be
   *     begun: there are never more than {@code maxInFlight} whose outcome has not been delivered,
   *     so the memory that a batch needs does not grow with their number
   * @param onOutcome is given each outcome, one at a time, on the caller's thread, in the order in
   *     which the calls end
   * @return how many calls succeeded and failed
   * @throws InterruptedException if the thread is interrupted. Nothing more is pulled, and the
   *     calls in flight are canceled; the outcomes of those that had ended have been delivered. A
   *     canceled call's run may have been resumed all the same
   * @throws NullPointerException if a target is null
   * @throws IllegalStateException if the client is closed, its API key supplier fails or gives an
   *     unusable key, or the platform's trust store cannot be read
   */
  public Summary resumeAll(
      Iterable<? extends ResumeTarget> targets, Consumer<? super ResumeOutcome> onOutcome)
      throws InterruptedException {
    requireNonNull(targets, "targets");
    requireNonNull(onOutcome, "onOutcome");
    Batch batch = new Batch(targets.iterator(), onOutcome);
    try {
      return batch.run();
    } finally {
      batch.cancel();
    }
  }

  /** No record: two calls are two, even if a fake gives one future for both. */
  private static final class Call {
    final ResumeTarget target;
    final CompletableFuture<ResumedRun> future;

    Call(ResumeTarget target, CompletableFuture<ResumedRun> future) {
      this.target = target;
      this.future = future;
    }
  }

  private final class Batch {
    private final Iterator<? extends ResumeTarget> targets;
    private final Consumer<? super ResumeOutcome> onOutcome;
    private final Set<Call> inFlight = new HashSet<>();
    private final BlockingQueue<Call> ended = new LinkedBlockingQueue<>();
    private long pauseEnd = System.nanoTime();
    private long resumed;
    private long failed;

    /** Still true after the consumer has thrown. */
    private boolean isDelivering;

    Batch(Iterator<? extends ResumeTarget> targets, Consumer<? super ResumeOutcome> onOutcome) {
      this.targets = targets;
      this.onOutcome = onOutcome;
    }

    Summary run() throws InterruptedException {
      try {
        while (true) {
          long pause = pauseEnd - System.nanoTime();
          boolean isPaused = pause > 0;
          // What has ended goes first: it may be an answer that asks to wait.
          while (!isPaused
              && ended.isEmpty()
              && inFlight.size() < maxInFlight
              && targets.hasNext()) {
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
            begin(requireNonNull(targets.next(), "a target is null"));
          }
          if (inFlight.isEmpty() && !targets.hasNext()) {
            return new Summary(resumed, failed);
          }
          Call next = isPaused ? ended.poll(pause, TimeUnit.NANOSECONDS) : ended.take();
          if (next != null) {
            deliver(next);
          }
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        deliverTheRest(e);
        throw e;
      }
    }

    /** What has ended is not lost, unless it is the consumer that failed. */
    private void deliverTheRest(Throwable end) {
      while (!isDelivering && !ended.isEmpty()) {
        try {
          deliver(ended.remove());
        } catch (RuntimeException | Error e) {
          if (e != end) {
            end.addSuppressed(e);
          }
        }
      }
    }

    private void begin(ResumeTarget target) {
      Call call = new Call(target, resumeAsync(target));
      inFlight.add(call);
      CompletableFuture<ResumedRun> unused =
          call.future.whenComplete((run, failure) -> ended.add(call));
    }

    private CompletableFuture<ResumedRun> resumeAsync(ResumeTarget target) {
      try {
        return runs.resumeAsync(target);
      } catch (PlutoException e) { // A fake's.
        CompletableFuture<ResumedRun> failed = new CompletableFuture<>();
        failed.completeExceptionally(e);
        return failed;
      }
    }

    private void deliver(Call call) {
      inFlight.remove(call);
      ResumedRun run;
      try {
        run = call.future.join();
      } catch (CompletionException e) {
        deliver(call.target, e.getCause());
        return;
      }
      resumed++;
      deliver(new ResumeOutcome.Resumed(call.target, run));
    }

    private void deliver(ResumeTarget target, @Nullable Throwable failure) {
      if (failure instanceof PlutoException cause) {
        failed++;
        if (cause instanceof RateLimitedException limited && limited.retryAfter() != null) {
          pause(limited.retryAfter());
        }
        deliver(new ResumeOutcome.Failed(target, cause));
      } else if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      } else { // A fake's, in a test.
        throw new IllegalStateException(failure);
      }
    }

    private void deliver(ResumeOutcome outcome) {
      isDelivering = true;
      onOutcome.accept(outcome);
      isDelivering = false;
    }

    private void pause(Duration asked) {
      Duration pause = asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
      long end = System.nanoTime() + pause.toNanos();
      if (end - pauseEnd > 0) {
        pauseEnd = end;
      }
    }

    void cancel() {
      inFlight.forEach(call -> call.future.cancel(true));
    }
  }
}
