package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a delivery, and a run that is gone. */
class CloseTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  @Test
  void closingDropsWhatWaitsAndSendsNothingMore() {
    World.log(delivery, 0, 3);
    delivery.register(List.of("b"));
    assertEquals(new Account(3, 0, 0, 3, 0), delivery.close());
    assertEquals(0, world.alarms());
    world.advance(World.MINUTE);
    assertEquals(List.of(), world.requests);
    assertEquals(List.of(), world.registered);
    assertEquals(0, world.alarms());
    assertEquals(Logged.SHUT, delivery.log(4, "a", 1));
    delivery.reopen();
    assertEquals(Logged.SHUT, delivery.log(4, "a", 1));
    assertEquals(new Account(3, 0, 0, 3, 0), delivery.close());
  }

  @Test
  void aFlushThatWaitsIsEnded() {
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    CompletableFuture<Flushed> drain = delivery.drain(World.MINUTE);
    delivery.close();
    world.run();
    assertEquals(new Flushed(3, 0, null, true), World.get(flush));
    assertEquals(new Flushed(3, 0, null, true), World.get(drain));
  }

  @Test
  void aFlushAfterwardsGoesByTheAccount() {
    World.log(delivery, 0, 3);
    World.ignore(delivery.flush(World.MINUTE));
    world.run();
    delivery.close();
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.run();
    assertTrue(World.get(flush).isAccepted());
  }

  @Test
  void afterwardsNothingNeedsATimer() {
    World.log(delivery, 0, 3);
    delivery.close();
    world.hasTimer = false;
    World.ignore(delivery.flush(World.MINUTE));
    World.ignore(delivery.drain(World.MINUTE));
    assertEquals(Logged.SHUT, delivery.log(1, "a", 1));
    delivery.register(List.of("b"));
    delivery.shut();
    delivery.back();
    delivery.close();
  }

  @Test
  void aFlushAfterwardsFailsForWhatWasLost() {
    World.log(delivery, 0, 3);
    delivery.close();
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.run();
    assertEquals(new Flushed(3, 0, null, true), World.get(flush));
  }

  @Test
  void pointsThatWereDeliveredAreSoEvenIfTheirNamesWereNot() {
    world.registry = names -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> drain = delivery.drain(World.MINUTE);
    world.run();
    assertFalse(drain.isDone());
    delivery.close();
    world.run();
    assertTrue(World.get(drain).isAccepted());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsUnderWayIsCountedButNothingFollows(Kind kind) {
    world.server =
        body -> {
          delivery.close();
          return kind == Kind.ACCEPTED ? Verdict.accepted(body.points()) : World.fails(kind);
        };
    World.log(delivery, 0, 3);
    world.advance(Duration.ofHours(1));
    assertEquals(1, world.requests.size());
    assertEquals(List.of(), world.probes);
    assertEquals(List.of(), world.problems);
    Account expected =
        switch (kind) {
          case ACCEPTED -> new Account(3, 3, 0, 0, 0);
          case CANCELED -> new Account(3, 0, 0, 3, 0);
          default -> new Account(3, 0, 0, 3, 1);
        };
    assertEquals(expected, delivery.account());
    assertEquals(0, world.alarms());
  }

  @Test
  void aProbeUnderWayIsNotCounted() {
    world.server =
        body -> {
          if (body.points() == 0) {
            delivery.close();
            return Verdict.accepted(0);
          }
          return World.fails(Kind.SUSPECT);
        };
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(new Account(1, 0, 0, 1, 1), delivery.account());
    assertEquals(List.of(), world.problems);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRegistrationUnderWayIsLeftAlone(Kind kind) {
    world.registry =
        names -> {
          delivery.close();
          return kind == Kind.ACCEPTED ? Verdict.accepted(-1) : World.fails(kind);
        };
    World.log(delivery, 0, 3);
    world.advance(Duration.ofHours(1));
    assertEquals(1, world.registered.size());
    assertEquals(List.of(), world.problems);
    assertEquals(0, world.alarms());
  }

  @Test
  void closingBetweenTheWritingOfABatchAndItsSendingSendsNothing() {
    List<Runnable> sends = new ArrayList<>();
    Delivery apart =
        new Delivery(
            World.settings(10, World.MINUTE), world, world, world, sends::add, Runnable::run);
    World.log(apart, 0, 3);
    World.ignore(apart.flush(World.MINUTE));
    apart.close();
    sends.forEach(Runnable::run);
    assertEquals(List.of(), world.requests);
    assertEquals(List.of(), world.registered);
    assertEquals(List.of(), world.problems);
  }

  @Test
  void whileTheRunIsGoneNothingIsSentAndPointsWait() {
    World.log(delivery, 0, 3);
    IllegalStateException failure = new IllegalStateException("gone");
    CompletableFuture<Flushed> before = delivery.flush(World.MINUTE);
    delivery.gone(failure);
    world.run();
    assertTrue(before.isDone(), "there is nothing to wait for");
    CompletableFuture<Flushed> during = delivery.drain(World.MINUTE);
    world.run();
    assertTrue(during.isDone());
    assertSame(failure, delivery.failure());
    world.advance(Duration.ofHours(1));
    assertEquals(List.of(), world.requests);
    assertEquals(List.of(), world.registered);
    assertEquals(new Flushed(3, 0, failure, false), World.get(before));
    assertEquals(new Flushed(3, 0, failure, false), World.get(during));
    assertSame(failure, World.get(before).cause());
    assertEquals(Logged.GONE, delivery.log(4, "a", 1));
    assertEquals(Logged.GONE, delivery.tryLog(4, "a", 1));
    delivery.back();
    world.run();
    assertEquals(new Account(3, 3, 0, 0, 0), delivery.account());
    assertEquals(List.of(List.of("a")), world.registered);
    assertEquals(Logged.ADDED, delivery.log(4, "a", 1));
    assertEquals(List.of(), world.problems);
  }

  @Test
  void aRequestCanSayThatTheRunIsGone() {
    world.server = body -> World.fails(Kind.GONE);
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.advance(Duration.ofHours(1));
    assertEquals(List.of("gone: GONE"), world.problems);
    assertEquals(3, World.get(flush).waiting());
    assertEquals(1, world.requests.size());
    assertEquals(new Account(3, 0, 0, 3, 1), delivery.account());
  }

  @Test
  void aRegistrationCanSayThatTheRunIsGone() {
    world.registry = names -> World.fails(Kind.GONE);
    World.log(delivery, 0, 3);
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.advance(Duration.ofHours(1));
    assertEquals(List.of("gone: GONE"), world.problems);
    assertTrue(flush.isDone());
    assertEquals(Logged.GONE, delivery.log(3, "a", 1));
    world.registry = names -> Verdict.accepted(-1);
    delivery.back();
    world.run();
    assertEquals(2, world.registered.size());
  }

  @Test
  void whatIsUnderWayWhenTheRunIsGoneIsCounted() {
    world.server =
        body -> {
          delivery.gone(new IllegalStateException("gone"));
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 3);
    world.advance(World.MINUTE);
    assertEquals(new Account(3, 3, 0, 0, 0), delivery.account());
  }

  @Test
  void aPauseDoesNotOutlastTheReturnOfTheRun() {
    world.server = body -> World.fails(Kind.KEPT);
    World.log(delivery, 0, 3);
    world.advance(Duration.ofSeconds(2));
    delivery.gone(new IllegalStateException("gone"));
    world.server = body -> Verdict.accepted(body.points());
    delivery.back();
    world.run();
    assertEquals(3, delivery.account().accepted());
  }

  @Test
  void closingWhileABatchIsWrittenSendsNothing() {
    Delivery apart =
        new Delivery(
            World.settings(3, World.MINUTE), world, world, world, Runnable::run, Runnable::run);
    world.registry =
        names -> {
          apart.close();
          return Verdict.accepted(-1);
        };
    World.log(apart, 0, 3); // The last fills the buffer; its names come first, on this thread.
    assertEquals(1, world.registered.size());
    assertEquals(List.of(), world.requests);
    assertEquals(new Account(3, 0, 0, 3, 0), apart.account());
    assertEquals(List.of(), world.problems);
  }

  @Test
  void whatWaitsIsSentAsSoonAsTheRunIsBack() {
    World.log(delivery, 0, 3);
    delivery.gone(new IllegalStateException("gone"));
    delivery.back();
    world.run();
    assertEquals(List.of(0L), world.times());
    assertNull(delivery.failure());
  }

  @Test
  void namesDoNotWaitForThePauseThatWasBeforeTheReturnOfTheRun() {
    world.registry = names -> World.fails(Kind.KEPT);
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(2));
    delivery.gone(new IllegalStateException("gone"));
    delivery.back();
    world.run();
    assertEquals(List.of(1_000L, 2_000L), world.registeredAt);
  }
}
