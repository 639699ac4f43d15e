package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When batches are sent, and how large they are. */
class BatchTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  @Test
  void aBatchIsSentAnIntervalAfterItsFirstPoint() {
    world.advance(Duration.ofMillis(300));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMillis(900));
    World.log(delivery, 1, 2);
    world.advance(Duration.ofMillis(99));
    assertEquals(List.of(), world.requests);
    world.advance(Duration.ofMillis(1));
    assertEquals(List.of(1_300L), world.times());
    assertEquals(List.of(0L, 1L), Point.steps(world.last()));
    World.log(delivery, 2, 3);
    world.advance(Duration.ofSeconds(1));
    assertEquals(List.of(1_300L, 2_300L), world.times());
    assertEquals(new Account(3, 3, 0, 0, 0), delivery.account());
  }

  @Test
  void aFullBatchIsSentAtOnce() {
    for (int i = 0; i < 9_999; i++) {
      delivery.log(i / 10, "n" + i % 10, i);
    }
    world.run();
    assertEquals(List.of(), world.requests);
    delivery.log(999, "n9", 9_999);
    world.run();
    assertEquals(List.of(0L), world.times());
    assertEquals(List.of(10_000), world.sizes());
    assertEquals(1_000, world.requests.get(0).lines());
  }

  @Test
  void aBatchIsFullByItsBytesToo() {
    World.log(delivery, 0, 9_300); // About 56 bytes each, most of them around the value.
    world.run();
    assertEquals(List.of(), world.requests);
    World.log(delivery, 9_300, 9_400);
    world.run();
    assertEquals(List.of(0L), world.times());
  }

  @Test
  void aBatchHasAtMostTenThousandPoints() {
    String[] names = new String[25_000];
    for (int i = 0; i < names.length; i++) {
      names[i] = "n" + i;
    }
    assertEquals(Logged.ADDED, delivery.log(1, Delivery.NOW, names, new double[names.length]));
    world.run();
    assertEquals(List.of(10_000, 10_000), world.sizes());
    world.advance(Duration.ofSeconds(1));
    assertEquals(List.of(10_000, 10_000, 5_000), world.sizes());
    assertEquals(List.of(0L, 0L, 1_000L), world.times());
  }

  @Test
  void aBatchHasAtMostHalfAMebibyte() {
    String name = "x".repeat(990);
    for (int i = 0; i < 1_500; i++) {
      delivery.log(1, name + i % 10, i);
    }
    world.run();
    assertTrue(world.requests.size() >= 2, "a batch was full");
    for (World.Request request : world.requests) {
      assertTrue(request.body().length() <= 512 * 1024);
    }
    assertTrue(world.requests.get(0).body().length() > 511 * 1024);
    world.advance(Duration.ofSeconds(1));
    assertEquals(1_500, delivery.account().accepted());
  }

  @Test
  void oneBatchIsUnderWayAtATime() {
    world.server =
        body -> {
          int before = world.requests.size();
          if (before < 4) {
            World.log(delivery, 0, 20_000);
          }
          world.run();
          assertEquals(before, world.requests.size(), "another one began beside it");
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 10_000);
    world.advance(Duration.ofSeconds(2));
    assertEquals(70_000, delivery.account().accepted());
  }

  @Test
  void whatComesDuringARequestWaitsItsOwnInterval() {
    world.server =
        body -> {
          world.server = next -> Verdict.accepted(next.points());
          world.advance(Duration.ofMillis(200));
          World.log(delivery, 1, 2);
          world.advance(Duration.ofMillis(300));
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(1));
    world.advance(Duration.ofSeconds(2));
    assertEquals(List.of(1_000L, 2_200L), world.times());
  }

  @Test
  void aFullBufferIsSentEvenIfABatchIsNotFull() {
    Delivery small = world.delivery(World.settings(3, Duration.ZERO));
    World.log(small, 0, 3);
    world.run();
    assertEquals(List.of(3), world.sizes());
  }

  @Test
  void anIdleDeliveryHasNoAlarmAndNoRequest() {
    world.advance(Duration.ofHours(1));
    assertEquals(0, world.alarms());
    World.log(delivery, 0, 1);
    world.advance(Duration.ofHours(1));
    assertEquals(0, world.alarms());
    assertEquals(1, world.requests.size());
    World.log(delivery, 1, 2);
    world.advance(Duration.ofHours(1));
    assertEquals(List.of(1L), Point.steps(world.last()));
  }

  @Test
  void anotherNumberThanWasSentIsToldAndNotRetried() {
    world.server = body -> Verdict.accepted(body.points() - 1);
    World.log(delivery, 0, 3);
    world.advance(World.MINUTE);
    world.server = body -> World.SILENT;
    World.log(delivery, 3, 5);
    world.advance(World.MINUTE);
    assertEquals(List.of("miscounted: 3 2", "miscounted: 2 -1"), world.problems);
    assertEquals(2, world.requests.size());
    assertEquals(new Account(5, 5, 0, 0, 0), delivery.account());
  }

  @Test
  void aBatchHasThirtySeconds() {
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(Collections.singletonList(Duration.ofSeconds(30)), world.limits);
  }
}
