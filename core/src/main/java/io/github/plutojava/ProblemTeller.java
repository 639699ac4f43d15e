package io.github.plutojava;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells one run's problems, one at a time and in order, on a thread that nothing else waits for. At
 * most 1,000 problems wait; what comes then is counted, and told as one.
 */
final class ProblemTeller {
  private static final int MOST_WAITING = 1000;

  private final String run;
  private final Consumer<? super PlutoException> listener;
  private final Executor threads;
  private final Runnable whenIdle;

  private final Queue<PlutoException> waiting = new ArrayDeque<>();
  private long untold;
  private long untoldUndelivered;
  private long untoldRefused;
  private @Nullable PlutoException lastUntold;
  private boolean telling;
  private @Nullable Thread teller;

  /**
   * Makes one.
   *
   * @param run what messages call the run
   * @param whenIdle runs when all problems are told
   */
  ProblemTeller(
      String run, Consumer<? super PlutoException> listener, Executor threads, Runnable whenIdle) {
    this.whenIdle = whenIdle;
    this.run = run;
    this.listener = listener;
    this.threads = threads;
  }

  /** Tells it soon. */
  void tell(PlutoException problem) {
    synchronized (waiting) {
      if (waiting.size() < MOST_WAITING) {
        waiting.add(problem);
      } else {
        count(problem);
      }
      if (telling) {
        return;
      }
      telling = true;
    }
    try {
      threads.execute(this::tellAll);
    } catch (RuntimeException e) { // No thread can be made: the next problem tries again.
      synchronized (waiting) {
        telling = false;
      }
    }
  }

  private void count(PlutoException problem) {
    untold++;
    lastUntold = problem;
    if (problem instanceof UndeliveredException undelivered) {
      untoldUndelivered += undelivered.undelivered();
      untoldRefused += undelivered.refused();
    }
  }

  private void tellAll() {
    for (PlutoException problem = next(); problem != null; problem = next()) {
      try {
        listener.accept(problem);
      } catch (Throwable e) { // The user's, which is not to end the telling.
      }
      boolean unused = Thread.interrupted(); // It may have left its flag.
    }
    whenIdle.run();
  }

  /** Returns the next problem to tell, or null if all are told. */
  private @Nullable PlutoException next() {
    synchronized (waiting) {
      teller = Thread.currentThread();
      PlutoException problem = waiting.isEmpty() ? sum() : waiting.remove();
      if (problem == null) {
        telling = false;
        teller = null;
        waiting.notifyAll();
      }
      return problem;
    }
  }

  boolean isTelling() {
    synchronized (waiting) {
      return telling;
    }
  }

  private @Nullable PlutoException sum() {
    if (untold == 0) {
      return null;
    }
    UndeliveredException sum =
        new UndeliveredException(
            untold
                + " more problems of "
                + run
                + " came faster than onProblem took them, of which this is the sum; the cause is the"
                + " last of them",
            untoldUndelivered,
            untoldRefused,
            lastUntold);
    untold = 0;
    untoldUndelivered = 0;
    untoldRefused = 0;
    lastUntold = null;
    return sum;
  }

  /**
   * Waits until all problems are told, but no longer than {@code nanos}, and not at all on the
   * thread that tells them: a listener may close its run.
   */
  void awaitTold(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    synchronized (waiting) {
      for (long left = nanos; isAwaited() && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(waiting, left);
      }
    }
  }

  private boolean isAwaited() {
    return telling && teller != Thread.currentThread();
  }
}
