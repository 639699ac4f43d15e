package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A program can log in its innermost loop: points are copied into memory that is used again. */
class GarbageTest {
  private static final int POINTS = 100_000;

  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private void log() {
    for (int i = 0; i < POINTS; i++) {
      delivery.log(i, "loss", i);
    }
  }

  @Test
  void aPointWhoseNameIsKnownMakesNone() {
    log();
    world.run();
    assertEquals(0, delivery.account().waiting());
    long before = allocatedBytes();
    log();
    long bytes = allocatedBytes() - before;
    assertTrue(bytes < POINTS, bytes + " bytes for " + POINTS + " points");
    assertEquals(POINTS, delivery.account().waiting());
  }
}
