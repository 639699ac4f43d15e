package io.github.plutojava.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
public final class Await {
  /** The longest wait: 10 s, but less for mutation tests, of which many wait in vain. */
  public static final long MOST_MILLIS = Long.getLong("await.millis", 10_000);

  private Await() {}

  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    while (!holds.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within " + MOST_MILLIS + " ms: " + what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  public static void latch(String what, CountDownLatch latch) throws InterruptedException {
    assertTrue(
        latch.await(MOST_MILLIS, TimeUnit.MILLISECONDS),
        "not within " + MOST_MILLIS + " ms: " + what);
  }
}
