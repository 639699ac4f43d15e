package io.github.plutojava.internal.call;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Time and chance, so that tests can bring their own.
 *
 * @param nanoTime a clock for durations, in nanoseconds
 * @param now gives the date, for a server that does not send one
 * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
 * @param waiter waits before a retry
 */
public record Timing(
    LongSupplier nanoTime, Supplier<Instant> now, DoubleSupplier random, Waiter waiter) {
  public static final Timing SYSTEM =
      new Timing(
          System::nanoTime,
          Instant::now,
          () -> ThreadLocalRandom.current().nextDouble(),
          new Waiter() {
            @Override
            public void await(CallState call, long nanos) throws InterruptedException {
              call.await(nanos);
            }

            @Override
            public Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next) {
              return timer.schedule(next, nanos, TimeUnit.NANOSECONDS);
            }
          });

  /** Waits on the caller's thread, or without a thread. */
  public interface Waiter {
    /** Waits until the time is over or the call is canceled. */
    void await(CallState call, long nanos) throws InterruptedException;

    /** Runs {@code next} when the time is over. */
    Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next);
  }
}
