package io.github.plutojava.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, 10 s at most. */
public final class Await {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Await() {}

  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + MOST_NANOS;
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within 10 s: " + what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  public static void latch(String what, CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(MOST_NANOS, TimeUnit.NANOSECONDS), "not within 10 s: " + what);
  }
}
