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

  /** As long as the server can make a single call wait, by default. */
  private static final Duration LONGEST_PAUSE = RetryPolicy.defaults().maxRetryAfter();

  private final RunsApi runs;
  private final int maxInFlight;

  /**
   * Makes a resumer.
   *
   * @param runs the API to call, such as {@link PlutoClient#runs()}
   * @param maxInFlight how many calls may be under way at once, from 1 to 1000; zero is refused. A
   *     {@link PlutoClient} makes at most 64 calls at once, unless you passed in an OkHttpClient
   *     with another limit. Further calls would only wait for their turn, and their call timeout
   *     would run meanwhile
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
   * Resumes the runs, and returns when all calls have ended. If a call fails with a {@link
   * PlutoException}, that is an outcome like any other, and the batch goes on. Whatever else goes
   * wrong ends the batch: no more targets are pulled, the calls in flight are canceled, and the
   * exception is thrown. The outcomes of calls that had ended by then are delivered first, unless
   * it is {@code onOutcome} that threw.
   *
   * <p>If a call is still {@linkplain RateLimitedException rate-limited} after its retries, and the
   * server says how long to wait, no further call begins for that time (at most 60 seconds),
   * counted from the delivery of that outcome.
   *
   * <p>One thread, the caller's, pulls targets and delivers outcomes. So if {@code hasNext} of a
   * source waits, it holds back the outcomes of calls that have ended. Do not give it a queue to
   * which others add while the batch runs. Resume what is there instead, then wait for more:
   *
   * <pre>{@code
   * BlockingQueue<ResumeTarget> queue = new LinkedBlockingQueue<>();
   * BulkResumer bulk = new BulkResumer(pluto.runs(), 16);
   * while (true) {
   *   List<ResumeTarget> targets = new ArrayList<>();
   *   targets.add(queue.take()); // waits while no call is under way
   *   queue.drainTo(targets);
   *   bulk.resumeAll(targets, outcome -> System.out.println(outcome));
   * }
   * }</pre>
   *
   * @param targets the runs. They are pulled one by one, on the caller's thread, when a call can
   *     begin. There are never more than {@code maxInFlight} targets that have been pulled and
   *     whose outcome has not been delivered, so the memory that a batch needs does not grow with
   *     the number of targets
   * @param onOutcome receives the outcomes, one at a time, on the caller's thread, in the order in
   *     which the calls end. To end the batch, after a 401 say, it throws an unchecked exception
   * @return how many calls succeeded and failed
   * @throws InterruptedException if the thread is interrupted. No more targets are pulled, and the
   *     calls in flight are canceled. The outcomes of calls that had ended by then have been
   *     delivered. The run of a canceled call may have been resumed all the same
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

  /** Not a record: two calls must differ even if a fake returns the same future for both. */
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

    /** Stays true if the consumer throws. */
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
          // Deliver what has ended first: an answer may ask for a pause.
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

    /** Delivers the calls that have ended, unless it is the consumer that failed. */
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
      } catch (PlutoException e) { // From a fake.
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
      } else { // From a fake.
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
