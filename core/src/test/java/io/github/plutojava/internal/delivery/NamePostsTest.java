package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamePostsTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private void fail(int times, Kind kind) {
    int[] left = {times};
    world.registry = names -> left[0]-- > 0 ? World.fails(kind) : Verdict.accepted(-1);
  }

  @Test
  void eachNewNameIsRegisteredOnceBesideTheBatchThatFirstHasIt() {
    delivery.log(1, "a", 1);
    delivery.log(1, "b", 1);
    delivery.log(2, "a", 1);
    assertEquals(List.of(), world.registered);
    world.advance(Duration.ofSeconds(10));
    delivery.log(3, "a", 1);
    delivery.log(3, "c", 1);
    world.advance(Duration.ofSeconds(10));
    delivery.log(4, "c", 1);
    world.advance(Duration.ofSeconds(10));
    assertEquals(List.of(List.of("a", "b"), List.of("c")), world.registered);
    assertEquals(List.of(1_000L, 11_000L), world.registeredAt);
    assertEquals(Set.of(Duration.ofSeconds(10)), world.nameLimits);
  }

  @Test
  void theyAreOnTheirWayBesideTheBatch() {
    world.server =
        body -> {
          world.run();
          assertEquals(List.of(List.of("a")), world.registered);
          return Verdict.accepted(body.points());
        };
    delivery.log(1, "a", 1);
    world.advance(World.MINUTE);
    assertEquals(1, delivery.account().accepted());
  }

  @Test
  void theyDoNotWaitForPointsThatAreNotAccepted() {
    world.server = body -> World.fails(Kind.PASSING);
    delivery.log(1, "a", 1);
    world.advance(World.MINUTE);
    assertEquals(List.of(List.of("a")), world.registered);
  }

  @Test
  void aRequestHasAtMostTenThousandNamesAndAMebibyte() {
    for (int i = 0; i < 25_000; i++) {
      delivery.log(1, "n" + i, 1);
    }
    world.advance(World.MINUTE);
    assertEquals(
        List.of(10_000, 10_000, 5_000), world.registered.stream().map(List::size).toList());
    for (int i = 0; i < 3_000; i++) {
      delivery.log(1, "\u0001".repeat(200) + i, 1); // Six bytes each as JSON.
    }
    world.advance(World.MINUTE);
    List<String> all = new ArrayList<>();
    for (List<String> request : world.registered) {
      all.addAll(request);
      int bytes = request.stream().mapToInt(NamePostsTest::jsonLength).sum();
      assertTrue(bytes < 1024 * 1024 - 100, "" + bytes);
    }
    assertEquals(28_000, all.size());
    assertEquals(28_000, all.stream().distinct().count());
  }

  /** With the comma after it. */
  private static int jsonLength(String name) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(name).length + 3;
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSING", "TIMED_OUT", "CUT_OFF"})
  void aFailureIsToldAndTriedAgainWithoutAStorm(Kind kind) {
    fail(Integer.MAX_VALUE, kind);
    delivery.log(1, "a", 1);
    for (int i = 0; i < 600; i++) {
      delivery.log(i, "a", 1);
      world.advance(Duration.ofSeconds(1));
    }
    assertTrue(world.registered.size() < 60, "" + world.registered.size());
    assertTrue(world.registered.size() > 30, "" + world.registered.size());
    assertEquals(world.registered.size(), world.problems.size());
    assertEquals("names: " + kind, world.problems.get(0));
    assertEquals(0, delivery.account().failedRequests());
    fail(0, kind);
    world.advance(World.MINUTE);
    int tries = world.registered.size();
    world.advance(World.MINUTE);
    assertEquals(tries, world.registered.size());
  }

  @Test
  void whatHasToBeMendedIsTriedEachHalfMinute() {
    fail(2, Kind.KEPT);
    delivery.log(1, "a", 1);
    world.advance(Duration.ofMinutes(5));
    assertEquals(List.of(1_000L, 31_000L, 61_000L), world.registeredAt);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPECT", "TOO_LARGE", "LINE"})
  void aNameThatIsRefusedAloneIsGivenUpAndTheOthersAreRegistered(Kind kind) {
    List<String> accepted = new ArrayList<>();
    world.registry =
        names -> {
          if (names.contains("n5")) {
            return World.fails(kind);
          }
          accepted.addAll(names);
          return Verdict.accepted(-1);
        };
    for (int i = 0; i < 10; i++) {
      delivery.log(1, "n" + i, 1);
    }
    world.advance(Duration.ofMinutes(10));
    assertEquals(List.of("n0", "n1", "n2", "n3", "n4", "n6", "n7", "n8", "n9"), accepted);
    int tries = world.registered.size();
    world.advance(Duration.ofMinutes(10));
    assertEquals(tries, world.registered.size());
  }

  @Test
  void aFlushWaitsForOneAttemptAndIsNotFailedByIt() {
    fail(Integer.MAX_VALUE, Kind.PASSING);
    delivery.log(1, "a", 1);
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.run();
    assertTrue(World.get(flush).isAccepted());
    assertEquals(1, world.registered.size());
    world.advance(Duration.ofMillis(100));
    CompletableFuture<Flushed> second = delivery.flush(World.MINUTE);
    world.run();
    assertTrue(World.get(second).isAccepted());
    assertEquals(2, world.registered.size());
  }

  @Test
  void aFlushIsNotEndedByAnAttemptThatBeganBefore() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    world.registry =
        names -> {
          if (flushes.isEmpty()) {
            flushes.add(delivery.flush(World.MINUTE));
            return World.fails(Kind.PASSING);
          }
          world.run(); // Until the point is delivered, too.
          assertFalse(flushes.get(0).isDone());
          return Verdict.accepted(-1);
        };
    delivery.log(1, "a", 1);
    world.advance(Duration.ofSeconds(1));
    assertTrue(World.get(flushes.get(0)).isAccepted());
    assertEquals(2, world.registered.size());
  }

  @Test
  void aFlushWaitsForTheRegistrationUnderWay() {
    List<CompletableFuture<Flushed>> flushes = new ArrayList<>();
    world.registry =
        names -> {
          world.run();
          flushes.add(delivery.flush(World.MINUTE));
          world.run();
          assertFalse(flushes.get(0).isDone());
          return Verdict.accepted(-1);
        };
    delivery.log(1, "a", 1);
    world.advance(Duration.ofSeconds(1));
    assertTrue(World.get(flushes.get(0)).isAccepted());
    assertEquals(1, world.registered.size());
  }

  @Test
  void flushesMakeNoStormOfAttempts() {
    fail(Integer.MAX_VALUE, Kind.PASSING);
    world.random = 0.99;
    delivery.log(1, "a", 1);
    world.advance(World.MINUTE);
    int before = world.registered.size();
    for (int i = 0; i < 100; i++) {
      World.ignore(delivery.flush(Duration.ofMillis(50)));
      world.advance(Duration.ofMillis(50));
    }
    assertTrue(world.registered.size() - before <= 6, "" + (world.registered.size() - before));
  }

  @Test
  void theEndOfARunTriesForHalfOfItsLimitAtMostTenSeconds() {
    for (int limit : new int[] {4, 90}) {
      World apart = new World();
      apart.registry = names -> World.fails(Kind.KEPT);
      Delivery run = apart.delivery();
      run.log(1, "a", 1);
      CompletableFuture<Flushed> drain = run.drain(Duration.ofSeconds(limit));
      long most = Math.min(limit * 1_000 / 2, 10_000);
      apart.advance(Duration.ofMillis(most - 1));
      assertFalse(drain.isDone());
      assertTrue(apart.registered.size() >= 3, "it tries, and not each half minute");
      apart.advance(Duration.ofMillis(1));
      assertTrue(World.get(drain).isAccepted());
    }
  }

  @Test
  void theHalfIsOfWhatIsLeftOnceThePointsAreDelivered() {
    world.registry = names -> World.fails(Kind.PASSING);
    int[] left = {2};
    world.server =
        body ->
            left[0]-- > 0
                ? World.fails(Kind.PASSING, Duration.ofSeconds(6))
                : Verdict.accepted(body.points());
    delivery.log(1, "a", 1);
    CompletableFuture<Flushed> drain = delivery.drain(Duration.ofSeconds(20));
    world.advance(Duration.ofMillis(15_999));
    assertFalse(drain.isDone(), "12 s for the points, 4 s for the names");
    world.advance(Duration.ofMillis(1));
    assertTrue(World.get(drain).isAccepted());
  }

  @Test
  void theEndOfARunIsNotHeldUpByNamesThatAreRegistered() {
    fail(1, Kind.PASSING);
    delivery.log(1, "a", 1);
    CompletableFuture<Flushed> drain = delivery.drain(World.MINUTE);
    world.advance(Duration.ofSeconds(1));
    assertTrue(World.get(drain).isAccepted());
    assertEquals(2, world.registered.size());
  }

  @Test
  void afterAnEndThatFailedPausesAreLongAgain() {
    fail(Integer.MAX_VALUE, Kind.KEPT);
    delivery.log(1, "a", 1);
    World.ignore(delivery.drain(Duration.ofSeconds(4)));
    world.advance(World.MINUTE);
    delivery.reopen();
    world.advance(World.MINUTE);
    int before = world.registered.size();
    world.advance(Duration.ofMinutes(2));
    assertTrue(world.registered.size() - before <= 5);
  }

  @Test
  void namesCanBeRegisteredBeforeTheirPoints() {
    delivery.register(List.of("a", "b", "a"));
    delivery.register(List.of("c"));
    world.advance(Duration.ofMillis(999));
    assertEquals(List.of(), world.registered);
    world.advance(Duration.ofMillis(1));
    assertEquals(List.of(List.of("a", "b", "c")), world.registered);
    delivery.register(List.of("b"));
    delivery.log(1, "b", 1);
    world.advance(World.MINUTE);
    assertEquals(1, world.registered.size());
  }

  @Test
  void theNameOfAPointThatFoundNoRoomIsNotRegistered() {
    Delivery small = world.delivery(World.settings(1, Duration.ZERO));
    assertEquals(Logged.ADDED, small.log(1, "a", 1));
    assertEquals(Logged.FULL, small.log(1, "b", 1));
    assertEquals(Logged.FULL, small.tryLog(1, "c", 1));
    small.shut();
    assertEquals(Logged.SHUT, small.log(1, "d", 1));
    world.advance(World.MINUTE);
    assertEquals(List.of(List.of("a")), world.registered);
  }

  @Test
  void aFlushRegistersNamesWithoutPointsAtOnce() {
    delivery.register(List.of("a"));
    CompletableFuture<Flushed> flush = delivery.flush(World.MINUTE);
    world.run();
    assertTrue(World.get(flush).isAccepted());
    assertEquals(List.of(0L), world.registeredAt);
  }

  @Test
  void allNamesWithoutPointsAreRegisteredHoweverManyTheyAre() {
    delivery.register(IntStream.range(0, 25_000).mapToObj(i -> "n" + i).toList());
    world.advance(Duration.ofSeconds(1));
    assertEquals(
        List.of(10_000, 10_000, 5_000), world.registered.stream().map(List::size).toList());
  }

  @Test
  void atTheEndOfARunPausesAreShortHoweverOftenNamesHaveFailed() {
    fail(Integer.MAX_VALUE, Kind.PASSING);
    delivery.log(1, "a", 1);
    world.advance(Duration.ofMinutes(10));
    int before = world.registered.size();
    World.ignore(delivery.drain(Duration.ofSeconds(20)));
    world.advance(Duration.ofSeconds(10));
    assertTrue(world.registered.size() - before >= 4, "" + world.registeredAt);
  }

  @Test
  void afterASuccessThePauseIsShortAgain() {
    fail(5, Kind.PASSING);
    delivery.log(1, "a", 1);
    world.advance(World.MINUTE);
    fail(1, Kind.PASSING);
    delivery.log(1, "b", 1);
    world.advance(World.MINUTE);
    int last = world.registeredAt.size() - 1;
    assertEquals(250, world.registeredAt.get(last) - world.registeredAt.get(last - 1));
  }

  @Test
  void noAlarmOutlastsTheEndOfARun() {
    fail(1, Kind.PASSING);
    delivery.log(1, "a", 1);
    World.ignore(delivery.drain(World.MINUTE));
    world.advance(Duration.ofSeconds(10)); // Then the memory is given back.
    assertEquals(2, world.registered.size());
    assertEquals(0, world.alarms());
  }

  @Test
  void noAlarmOutlastsTheEndOfARunWhosePointsWereDeliveredBefore() {
    fail(1, Kind.KEPT);
    delivery.log(1, "a", 1);
    world.advance(Duration.ofSeconds(20)); // Then the memory is given back.
    CompletableFuture<Flushed> drain = delivery.drain(World.MINUTE);
    world.run();
    assertTrue(World.get(drain).isAccepted());
    assertEquals(0, world.alarms());
  }
}
