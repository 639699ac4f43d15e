package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from a failure in passing, and from what has to be mended first. */
class RetryTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private void fail(int times, Verdict verdict) {
    int[] left = {times};
    world.server = body -> left[0]-- > 0 ? verdict : Verdict.accepted(body.points());
  }

  /** Returns the pauses between requests, in milliseconds. */
  private List<Long> pauses() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < world.requests.size(); i++) {
      pauses.add(world.times().get(i) - world.times().get(i - 1));
    }
    return pauses;
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSING", "TIMED_OUT", "CUT_OFF"})
  void theSameLinesAreSentAgainAndEachFailureIsTold(Kind kind) {
    fail(1, World.fails(kind));
    delivery.log(3, "a", 0.1 + 0.2);
    world.advance(World.MINUTE);
    assertEquals(2, world.requests.size());
    assertEquals(world.requests.get(0).body(), world.requests.get(1).body());
    assertEquals(List.of("failed: " + kind), world.problems);
    assertEquals(new Account(1, 1, 0, 0, 1), delivery.account());
  }

  @Test
  void whatIsLoggedMeanwhileIsNotAmongTheLinesThatAreSentAgain() {
    int[] left = {3};
    world.server =
        body -> {
          delivery.log(3, "b", 1); // Of the same step and time: it would join the last line.
          return left[0]-- > 0 ? World.fails(Kind.PASSING) : Verdict.accepted(body.points());
        };
    world.random = 0;
    delivery.log(3, "a", 1);
    world.advance(Duration.ofSeconds(1));
    List<String> same = world.requests.stream().limit(4).map(World.Request::body).toList();
    assertEquals(Collections.nCopies(4, same.get(0)), same);
    assertEquals(List.of(1, 1, 1, 1), world.sizes().subList(0, 4));
  }

  @Test
  void thePauseDoublesUpToHalfAMinuteAndNothingIsGivenUp() {
    world.server = body -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMinutes(5));
    assertEquals(
        List.of(250L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 15_000L, 15_000L),
        pauses().subList(0, 8));
    assertEquals(1, delivery.account().waiting());
    assertEquals(world.requests.size(), world.problems.size());
  }

  @Test
  void thePauseIsByChanceFromNothingOn() {
    world.random = 0.25;
    fail(7, World.fails(Kind.PASSING));
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(List.of(125L, 250L, 500L, 1_000L, 2_000L, 4_000L, 7_500L), pauses());
  }

  @Test
  void afterASuccessThePauseIsShortAgain() {
    fail(4, World.fails(Kind.PASSING));
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    fail(1, World.fails(Kind.PASSING));
    World.log(delivery, 1, 2);
    world.advance(World.MINUTE);
    List<Long> pauses = pauses();
    assertEquals(250L, pauses.get(pauses.size() - 1));
  }

  @Test
  void theServersWaitIsObeyedUpToAMinute() {
    fail(1, World.fails(Kind.PASSING, Duration.ofSeconds(7)));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMinutes(2));
    fail(1, World.fails(Kind.PASSING, Duration.ofHours(1)));
    World.log(delivery, 1, 2);
    world.advance(Duration.ofMinutes(2));
    assertEquals(7_000L, pauses().get(0));
    assertEquals(60_000L, pauses().get(2));
  }

  @Test
  void theWaitIsNeverLessThanChanceSays() {
    fail(3, World.fails(Kind.PASSING, Duration.ofMillis(300)));
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(List.of(300L, 500L, 1_000L), pauses());
    fail(1, World.fails(Kind.PASSING, Duration.ofSeconds(-5)));
    World.log(delivery, 1, 2);
    world.advance(World.MINUTE);
    assertEquals(250L, pauses().get(4));
  }

  @Test
  void whatHasToBeMendedIsTriedEachHalfMinute() {
    fail(3, World.fails(Kind.KEPT));
    World.log(delivery, 0, 2);
    world.advance(Duration.ofMinutes(3));
    assertEquals(List.of(30_000L, 30_000L, 30_000L), pauses());
    assertEquals(List.of("failed: KEPT", "failed: KEPT", "failed: KEPT"), world.problems);
    assertEquals(new Account(2, 2, 0, 0, 3), delivery.account());
  }

  @Test
  void aBatchThatTimedOutOnceIsSentInHalvesDownToOnePoint() {
    fail(5, World.fails(Kind.TIMED_OUT));
    World.log(delivery, 0, 20);
    world.advance(Duration.ofMinutes(5));
    assertEquals(List.of(20, 10, 5, 2, 1, 1, 1, 3, 5, 10), world.sizes());
    assertEquals(new Account(20, 20, 0, 0, 5), delivery.account());
    assertDelivered(20, 5);
  }

  @Test
  void aBatchThatWasCutOffTwiceIsSentInHalves() {
    fail(6, World.fails(Kind.CUT_OFF));
    World.log(delivery, 0, 4);
    world.advance(Duration.ofMinutes(5));
    assertEquals(List.of(4, 4, 2, 2, 1, 1, 1, 1, 2), world.sizes());
    assertEquals(6, world.problems.size());
  }

  @Test
  void aSinglePointIsNeverRefusedForItsSlowness() {
    fail(50, World.fails(Kind.TIMED_OUT));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofHours(1));
    assertEquals(new Account(1, 1, 0, 0, 50), delivery.account());
  }

  @Test
  void cutOffsOfDifferentBatchesDoNotAddUp() {
    fail(1, World.fails(Kind.CUT_OFF));
    World.log(delivery, 0, 4);
    world.advance(World.MINUTE);
    fail(1, World.fails(Kind.CUT_OFF));
    World.log(delivery, 4, 8);
    world.advance(World.MINUTE);
    assertEquals(List.of(4, 4, 4, 4), world.sizes());
  }

  @Test
  void whatTheCarrierThrowsIsAFailureInPassing() {
    boolean[] hasThrown = {false, false};
    world.server =
        body -> {
          if (!hasThrown[0]) {
            hasThrown[0] = true;
            throw new IllegalStateException("no key");
          }
          if (!hasThrown[1]) {
            hasThrown[1] = true;
            throw new OutOfMemoryError();
          }
          return Verdict.accepted(body.points());
        };
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(new Account(1, 1, 0, 0, 2), delivery.account());
    assertEquals(
        List.of("failed: no key", "failed: the delivery failed in the client"), world.problems);
  }

  @Test
  void withoutAThreadItIsTriedAgain() {
    world.hasThreads = false;
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(2));
    world.hasThreads = true;
    world.advance(World.MINUTE);
    assertEquals(new Account(1, 1, 0, 0, 0), delivery.account());
    assertTrue(world.problems.get(0).contains("no thread"), "" + world.problems);
  }

  @Test
  void aCallThatWasEndedIsNeitherToldNorCountedButTheLinesAreSentAgain() {
    fail(1, World.fails(Kind.CANCELED));
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(new Account(1, 1, 0, 0, 0), delivery.account());
    assertEquals(List.of(250L), pauses());
    assertEquals(List.of(), world.problems);
  }

  @Test
  void pointsWaitThroughTenMinutesOfOutage() {
    world.server = body -> World.fails(Kind.PASSING);
    for (int i = 0; i < 500_000; i++) {
      assertEquals(Logged.ADDED, delivery.tryLog(i, "a", i));
      if (i % 1_000 == 0) {
        world.advance(Duration.ofMillis(1_200));
      }
    }
    assertEquals(Logged.FULL, delivery.tryLog(0, "a", 0));
    assertTrue(world.requests.size() < 60, "a storm of " + world.requests.size());
    int failed = world.requests.size();
    world.server = body -> Verdict.accepted(body.points());
    world.advance(World.MINUTE);
    assertEquals(new Account(500_000, 500_000, 0, 0, failed), delivery.account());
    assertDelivered(500_000, failed);
  }

  /** All lines after those of the requests that failed are of one point each. */
  private void assertDelivered(int count, int failed) {
    int step = 0;
    for (World.Request request : world.requests.subList(failed, world.requests.size())) {
      for (String line : request.body().split("\n")) {
        assertTrue(line.endsWith(",\"step\":" + step + ",\"data\":{\"a\":" + step + "}}"), line);
        step++;
      }
    }
    assertEquals(count, step);
  }
}
