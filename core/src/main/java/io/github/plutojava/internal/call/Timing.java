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
 * @param now gives the date: of points, and for a server that does not send one
 * @param random gives numbers from 0 (inclusive) to 1 (exclusive)
 * @param waiter waits before a retry
 */
public record Timing(LongSupplier nanoTime, Date now, DoubleSupplier random, Waiter waiter) {
  public static final Timing SYSTEM =
      new Timing(
          System::nanoTime,
          new Date() {
            @Override
            public Instant get() {
              return Instant.now();
            }

            @Override
            public long millis() {
              return System.currentTimeMillis();
            }
          },
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

  /** Gives the date. */
  public interface Date extends Supplier<Instant> {
    /** Returns the milliseconds since 1970; the system's makes no garbage for them. */
    default long millis() {
      return get().toEpochMilli();
    }
  }

  /** Waits on the caller's thread, or without a thread. */
  public interface Waiter {
    /** Waits until the time is over or the call is canceled. */
    void await(CallState call, long nanos) throws InterruptedException;

    /** Runs {@code next} when the time is over. */
    Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next);
  }
}
