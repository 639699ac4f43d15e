package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.github.plutojava.internal.call.Timing;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What is called for each point makes no garbage. */
class GarbageTest {
  private static final int CALLS = 1_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long bytes(Runnable task) {
    task.run(); // Loads what it needs.
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    task.run();
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  /** The measuring itself may make an object. */
  private void assertNoGarbage(Runnable task) {
    assertEquals(0, bytes(task) / CALLS);
  }

  @Test
  void loggingAKnownName() {
    World world = new World();
    Delivery delivery = world.delivery();
    World.log(delivery, 0, 20_000);
    world.run(); // So that there is a large chunk for what comes.
    assertNoGarbage(
        () -> {
          for (int i = 0; i < CALLS; i++) {
            delivery.log(i, "a", 0.1);
          }
        });
  }

  @Test
  void writingNumbers() {
    byte[] to = new byte[Numbers.MAX_LENGTH];
    assertNoGarbage(
        () -> {
          for (int i = 1; i <= CALLS; i++) {
            Numbers.put(1.0 / i, to, 0);
          }
        });
  }

  @Test
  void readingTheDate() {
    long[] last = new long[1];
    assertNoGarbage(
        () -> {
          for (int i = 0; i < CALLS; i++) {
            last[0] = Timing.SYSTEM.now().millis();
          }
        });
  }
}
