package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.plutojava.testing.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a delivery that has nothing to send gives back. */
class MemoryTest {
  private final World world = new World();
  private final Deque<Runnable> sends = new ArrayDeque<>();
  private final Delivery delivery =
      new Delivery(
          World.settings(500_000, World.MINUTE), world, world, world, sends::add, Runnable::run);

  /** Where the lines of the last request were written. */
  private WeakReference<byte[]> buffer = new WeakReference<>(null);

  @BeforeEach
  void lookAtTheBuffer() {
    world.server =
        body -> {
          buffer = new WeakReference<>(body.bytes());
          return Verdict.accepted(body.points());
        };
  }

  private void send() {
    while (!sends.isEmpty()) {
      sends.remove().run();
    }
  }

  private void logAndFlush() {
    assertEquals(Logged.ADDED, delivery.log(1, "a", 1));
    World.ignore(delivery.flush(World.MINUTE));
  }

  private void assertIsGivenBack() {
    Await.until(
        "the buffer is collected",
        () -> {
          System.gc();
          return buffer.get() == null;
        });
  }

  private void assertIsKept() {
    System.gc();
    assertNotNull(buffer.get());
  }

  @Test
  void theMemoryIsGivenBackTenSecondsAfterTheLastPoint() {
    world.advance(World.MINUTE);
    logAndFlush();
    send();
    assertEquals(1, world.alarms());
    world.advance(Duration.ofMillis(9_999));
    assertEquals(0, sends.size());
    assertIsKept();
    world.advance(Duration.ofMillis(1));
    send();
    assertIsGivenBack();
    assertEquals(0, world.alarms());
    assertEquals(1, world.requests.size());
  }

  @Test
  void aCloseGivesItBack() {
    logAndFlush();
    send();
    assertIsKept();
    delivery.close();
    assertIsGivenBack();
  }

  @Test
  void aCloseDuringARequestGivesItBackAfterwards() {
    world.server =
        body -> {
          buffer = new WeakReference<>(body.bytes());
          delivery.close();
          assertEquals(1, Point.of(World.text(body)).size(), "it is still whole");
          return Verdict.accepted(body.points());
        };
    logAndFlush();
    send();
    assertIsGivenBack();
  }

  @Test
  void aCloseBeforeARequestGivesItBackInPlaceOfTheRequest() {
    logAndFlush();
    send();
    logAndFlush();
    delivery.close();
    send();
    assertIsGivenBack();
    assertEquals(1, world.requests.size());
  }
}
