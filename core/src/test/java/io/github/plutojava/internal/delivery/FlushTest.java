package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlushTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private CompletableFuture<Flushed> flush() {
    return delivery.flush(World.MINUTE);
  }

  private void assertOutcome(
      CompletableFuture<Flushed> flush, long waiting, long refused, String cause) {
    Flushed flushed = World.get(flush);
    assertEquals(waiting, flushed.waiting());
    assertEquals(refused, flushed.refused());
    assertEquals(cause, flushed.cause() == null ? "" : flushed.cause().getMessage());
    assertEquals(waiting + refused == 0, flushed.isAccepted());
  }

  @Test
  void itSendsAtOnce() {
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> flush = flush();
    assertFalse(flush.isDone(), "the caller's thread sends nothing");
    world.run();
    assertOutcome(flush, 0, 0, "");
    assertEquals(List.of(0L), world.times());
    assertFalse(delivery.isAwaited());
    world.advance(Duration.ofSeconds(10)); // Then the memory is given back.
    assertEquals(0, world.alarms(), "its own is off");
  }

  @Test
  void withNothingToSendItIsDone() {
    CompletableFuture<Flushed> flush = flush();
    world.run();
    assertOutcome(flush, 0, 0, "");
    assertEquals(List.of(), world.requests);
  }

  @Test
  void itWaitsForManyBatches() {
    for (int i = 0; i < 95_000; i++) {
      delivery.log(i, "n", i);
    }
    CompletableFuture<Flushed> flush = flush();
    world.run();
    assertOutcome(flush, 0, 0, "");
  }

  @Test
  void itDoesNotWaitForWhatIsLoggedAfterIt() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    world.server =
        body -> {
          World.log(delivery, 0, 10);
          if (world.requests.size() == 2) {
            assertTrue(flushes.get(0).isDone());
            world.server = last -> World.fails(Kind.PASSING);
          }
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 10);
    flushes.add(flush());
    world.advance(Duration.ofSeconds(30));
    assertOutcome(flushes.get(0), 0, 0, "");
    assertEquals(10, delivery.account().waiting());
  }

  @Test
  void aRefusedPointStaysRefusedForLaterFlushes() {
    world.server = body -> World.fails(Kind.LINE);
    World.log(delivery, 0, 2);
    CompletableFuture<Flushed> first = flush();
    world.run();
    assertOutcome(first, 0, 2, "LINE");
    world.server = body -> Verdict.accepted(body.points());
    World.log(delivery, 2, 4);
    CompletableFuture<Flushed> second = flush();
    world.run();
    assertOutcome(second, 0, 2, "LINE");
  }

  @Test
  void itCountsOnlyRefusalsOfItsOwnPointsWhileABatchIsHalved() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    World.log(delivery, 0, 3);
    flushes.add(flush()); // Its last point is in the middle of the batch.
    World.log(delivery, 3, 6);
    world.server =
        body -> {
          List<Long> steps = Point.steps(World.text(body));
          return steps.contains(0L) || steps.contains(4L) || steps.contains(5L)
              ? World.fails(Kind.LINE)
              : Verdict.accepted(body.points());
        };
    world.run();
    assertOutcome(flushes.get(0), 0, 1, "LINE");
    assertEquals(3, delivery.account().refused());
  }

  @Test
  void whenItsLimitIsOverItSaysWhatWaitsAndWhy() {
    world.server = body -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> flush = delivery.flush(Duration.ofSeconds(5));
    world.advance(Duration.ofMillis(4_999));
    assertFalse(flush.isDone());
    world.advance(Duration.ofMillis(1));
    assertOutcome(flush, 3, 0, "PASSING");
    assertFalse(World.get(flush).closed());
    world.server = body -> Verdict.accepted(body.points());
    CompletableFuture<Flushed> again = flush();
    world.run();
    assertOutcome(again, 0, 0, "");
  }

  @Test
  void aFailureBeforeTheLastAcceptanceIsNoCause() {
    int[] left = {1};
    world.server =
        body -> left[0]-- > 0 ? World.fails(Kind.PASSING) : Verdict.accepted(body.points());
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    World.log(delivery, 1, 2);
    CompletableFuture<Flushed> flush = delivery.flush(Duration.ofSeconds(1));
    world.server =
        body -> {
          world.advance(Duration.ofSeconds(1));
          return Verdict.accepted(body.points());
        };
    world.run();
    assertOutcome(flush, 1, 0, "");
  }

  @Test
  void aLimitOfZeroTriesButDoesNotWait() {
    World.log(delivery, 0, 3);
    world.server =
        body -> {
          world.run();
          return Verdict.accepted(body.points());
        };
    CompletableFuture<Flushed> flush = delivery.flush(Duration.ZERO);
    world.run();
    assertOutcome(flush, 3, 0, "");
    assertEquals(3, delivery.account().accepted());
  }

  @Test
  void aPauseIsCutShortOnceASecond() {
    world.random = 0.99;
    world.server = body -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMinutes(2));
    int before = world.requests.size();
    long begin = world.elapsedMillis();
    for (int i = 0; i < 30; i++) {
      World.ignore(flush());
      world.advance(Duration.ofMillis(100));
    }
    List<Long> times = world.times().subList(before, world.requests.size());
    assertEquals(List.of(begin, begin + 1_000, begin + 2_000, begin + 3_000), times);
  }

  @Test
  void aPauseThatTheServerAskedForIsNotCut() {
    World.log(delivery, 0, 1);
    world.server = body -> World.fails(Kind.PASSING, Duration.ofSeconds(20));
    world.advance(Duration.ofSeconds(1));
    world.server = body -> Verdict.accepted(body.points());
    CompletableFuture<Flushed> flush = flush();
    world.advance(Duration.ofMillis(19_999));
    assertEquals(1, world.requests.size());
    world.advance(Duration.ofMillis(1));
    assertOutcome(flush, 0, 0, "");
  }

  @Test
  void onlyTheWaitByChanceIsCutWhenTheServerAskedForLess() {
    world.random = 0.999;
    world.server = body -> World.fails(Kind.PASSING, Duration.ofSeconds(2));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMinutes(3));
    int before = world.requests.size();
    long last = world.times().get(before - 1);
    world.server = body -> Verdict.accepted(body.points());
    World.ignore(flush());
    world.advance(Duration.ofSeconds(3));
    assertEquals(before + 1, world.requests.size());
    assertEquals(Math.max(last + 2_000, 181_000 - 1_000), world.times().get(before));
  }

  @Test
  void aFlushDuringAnAttemptIsNotFailedByIt() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    world.server =
        body -> {
          if (flushes.isEmpty()) {
            flushes.add(flush());
            return World.fails(Kind.KEPT);
          }
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(1));
    assertOutcome(flushes.get(0), 0, 0, "");
    assertEquals(List.of(1_000L, 1_000L), world.times(), "it tried once, at once");
  }

  @Test
  void aFlushBetweenAFailureAndItsPauseCutsThePause() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    world.random = 0.99;
    int[] left = {1};
    world.server =
        body -> {
          if (left[0]-- > 0) {
            flushes.add(flush()); // The failure is on its way.
            return World.fails(Kind.PASSING);
          }
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(1));
    assertOutcome(flushes.get(0), 0, 0, "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whenPointsAreKeptItTriesOnceAndFailsWithTheCause(boolean isEnding) {
    world.server = body -> World.fails(Kind.KEPT);
    World.log(delivery, 0, 2);
    world.advance(Duration.ofSeconds(10));
    assertEquals(1, world.requests.size());
    CompletableFuture<Flushed> flush =
        isEnding ? delivery.drain(World.MINUTE) : delivery.flush(World.MINUTE);
    world.run();
    assertOutcome(flush, 2, 0, "KEPT");
    assertEquals(2, world.requests.size());
    assertEquals(2, delivery.account().waiting());
    world.advance(Duration.ofSeconds(31));
    assertEquals(3, world.requests.size());
  }

  @Test
  void whenTheProbeIsRefusedItFailsWithWhatWasRefused() {
    world.server = body -> World.fails(body.points() == 0 ? Kind.TOO_LARGE : Kind.SUSPECT);
    World.log(delivery, 0, 2);
    CompletableFuture<Flushed> flush = flush();
    world.run();
    assertOutcome(flush, 2, 0, "SUSPECT");
  }

  @Test
  void whatIsDecidedAlreadyIsNotFailedByWhatIsKept() {
    World.log(delivery, 0, 2);
    world.registry = names -> World.fails(Kind.CANCELED);
    CompletableFuture<Flushed> flush = flush();
    world.advance(Duration.ofMillis(10));
    assertFalse(flush.isDone(), "it waits for its names");
    world.server = body -> World.fails(Kind.KEPT);
    world.registry = names -> Verdict.accepted(-1);
    World.log(delivery, 2, 4);
    world.registry = names -> World.fails(Kind.CANCELED);
    CompletableFuture<Flushed> second = flush();
    world.run();
    assertOutcome(second, 2, 0, "KEPT");
    assertFalse(flush.isDone(), "it still waits for its names");
    world.registry = names -> Verdict.accepted(-1);
    world.advance(Duration.ofSeconds(5));
    assertOutcome(flush, 0, 0, "");
  }

  @Test
  void manyFlushesEndTogether() {
    World.log(delivery, 0, 1);
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      flushes.add(flush());
    }
    world.run();
    flushes.forEach(flush -> assertOutcome(flush, 0, 0, ""));
    assertEquals(1, world.requests.size());
  }

  @Test
  void whatHangsOnItRunsOnTheOtherExecutorWithoutALock() throws Exception {
    List<Runnable> completions = new ArrayList<>();
    Delivery apart =
        new Delivery(
            World.settings(10, Duration.ZERO),
            world,
            world,
            world,
            Runnable::run,
            completions::add);
    World.log(apart, 0, 1);
    CompletableFuture<Flushed> flush = apart.flush(World.MINUTE);
    Thread[] ran = {null};
    CompletableFuture<Void> after =
        flush.thenRun(
            () -> {
              ran[0] = Thread.currentThread();
              CompletableFuture.supplyAsync(apart::account).join(); // Would hang under the lock.
            });
    assertNull(ran[0]);
    assertEquals(1, completions.size());
    completions.get(0).run();
    assertEquals(Thread.currentThread(), ran[0]);
    after.get(5, TimeUnit.SECONDS);
  }

  @Test
  void withoutAnExecutorItIsCompletedAnyway() {
    World.log(delivery, 0, 1);
    CompletableFuture<Flushed> flush = delivery.flush(Duration.ofSeconds(3));
    world.hasThreads = false;
    world.server = body -> World.fails(Kind.PASSING);
    world.advance(Duration.ofSeconds(3));
    assertTrue(flush.isDone());
  }

  @Test
  void eachHasALimitOfItsOwn() {
    world.server = body -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 1);
    CompletableFuture<Flushed> first = delivery.flush(Duration.ofSeconds(5));
    CompletableFuture<Flushed> second = delivery.flush(Duration.ofSeconds(6));
    world.advance(Duration.ofSeconds(5));
    assertTrue(first.isDone());
    assertFalse(second.isDone());
    assertTrue(delivery.isAwaited());
    world.advance(Duration.ofSeconds(1));
    assertTrue(second.isDone());
    assertFalse(delivery.isAwaited());
  }

  @Test
  void whatIsRefusedAfterItsPointsWereDecidedIsNotItsOwn() {
    world.registry = names -> World.fails(Kind.CANCELED);
    World.log(delivery, 0, 2);
    CompletableFuture<Flushed> flush = delivery.drain(Duration.ofSeconds(10));
    world.run();
    assertEquals(2, delivery.account().accepted());
    world.server = body -> World.fails(Kind.LINE);
    World.log(delivery, 2, 3);
    world.advance(Duration.ofSeconds(1));
    assertEquals(1, delivery.account().refused());
    assertFalse(flush.isDone(), "it waits for its names");
    world.advance(Duration.ofSeconds(4));
    assertOutcome(flush, 0, 0, "");
  }
}
