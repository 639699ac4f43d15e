package io.github.plutojava.internal.delivery;

import java.util.concurrent.Future;

/** Time and chance, so that tests can have their own. */
public interface Time {
  /** Returns a clock for durations, in nanoseconds. */
  long nanoTime();

  /** Returns the date, in milliseconds since 1970; it may go back. */
  long millis();

  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  double random();

  /**
   * Runs {@code task} after {@code nanos}. Tasks only note something and hand work to an executor,
   * so that one thread serves all. A task that is canceled had better be forgotten at once.
   */
  Future<?> schedule(long nanos, Runnable task);
}
