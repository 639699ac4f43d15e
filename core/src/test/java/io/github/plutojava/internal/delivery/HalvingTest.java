package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows when a body is refused for what may be one of its points, or its size. */
class HalvingTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();
  private final Set<Long> accepted = new HashSet<>();

  /** What becomes of bodies with points; probes are accepted unless a test says otherwise. */
  private Function<Body, Verdict> points = body -> Verdict.accepted(body.points());

  private Function<Body, Verdict> probe = body -> Verdict.accepted(0);

  @BeforeEach
  void serve() {
    world.server =
        body -> {
          Verdict verdict = body.points() == 0 ? probe.apply(body) : points.apply(body);
          if (verdict.kind() == Kind.ACCEPTED && body.points() > 0) {
            accepted.addAll(Point.steps(World.text(body)));
          }
          return verdict;
        };
  }

  private void refuse(Kind kind, long... bad) {
    Set<Long> steps = new HashSet<>();
    Arrays.stream(bad).forEach(steps::add);
    points =
        body ->
            Point.steps(World.text(body)).stream().anyMatch(steps::contains)
                ? World.fails(kind)
                : Verdict.accepted(body.points());
  }

  private void refuseAbove(int bytes) {
    points =
        body ->
            body.length() > bytes ? World.fails(Kind.TOO_LARGE) : Verdict.accepted(body.points());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 499, 500, 998, 999})
  void aRefusedLineIsFoundWhereverItIsAndTheRestIsDelivered(long bad) {
    refuse(Kind.LINE, bad);
    World.log(delivery, 0, 1_000);
    world.advance(World.MINUTE);
    assertEquals(List.of("refused: " + bad + " a " + (double) bad + " LINE"), world.problems);
    assertEquals(999, accepted.size());
    assertTrue(world.requests.size() <= 22, "" + world.sizes());
    assertEquals(List.of(), world.probes);
    Account account = delivery.account();
    assertEquals(new Account(1_000, 999, 1, 0, account.failedRequests()), account);
    assertTrue(account.failedRequests() >= 10 && account.failedRequests() <= 11);
  }

  @Test
  void partsAreSentOneAfterTheOtherWithoutAPause() {
    refuse(Kind.LINE, 5);
    World.log(delivery, 0, 8);
    world.advance(World.MINUTE);
    assertEquals(List.of(8, 4, 4, 2, 1, 1, 2), world.sizes());
    assertEquals(Set.of(1_000L), new HashSet<>(world.times()));
  }

  @Test
  void aPointOfALineWithOthersIsRefusedAlone() {
    points =
        body ->
            World.text(body).contains("bad")
                ? World.fails(Kind.LINE)
                : Verdict.accepted(body.points());
    delivery.log(1, 5, new String[] {"a", "bad", "c"}, new double[] {1, 2, 3});
    world.advance(World.MINUTE);
    assertEquals(List.of("refused: 1 bad 2.0 LINE"), world.problems);
    assertEquals(2, delivery.account().accepted());
  }

  @Test
  void allThatIsRefusedByALineIsRefusedHoweverMuchItIs() {
    points = body -> World.fails(Kind.LINE);
    World.log(delivery, 0, 30);
    world.advance(World.MINUTE);
    assertEquals(30, delivery.account().refused());
    assertEquals(30, world.problems.size());
  }

  @Test
  void afterRefusalsWithoutAnAcceptanceNewPointsAreSentAsUsual() {
    points = body -> World.fails(Kind.PASSING);
    World.log(delivery, 0, 1);
    world.advance(Duration.ofMillis(1_100));
    points = body -> World.fails(Kind.LINE);
    world.advance(World.MINUTE);
    assertEquals(1, delivery.account().refused());
    points = body -> Verdict.accepted(body.points());
    World.log(delivery, 1, 2);
    world.advance(Duration.ofSeconds(1));
    assertEquals(1, delivery.account().accepted());
  }

  @Test
  void aFailureInPassingDuringAHalvingGoesOnWhereItWas() {
    refuse(Kind.LINE, 3);
    Function<Body, Verdict> refusing = points;
    points =
        body -> {
          if (world.requests.size() == 3) {
            return World.fails(Kind.PASSING);
          }
          return refusing.apply(body);
        };
    World.log(delivery, 0, 8);
    world.advance(World.MINUTE);
    assertEquals(List.of(8, 4, 2, 2, 2, 1, 1, 4), world.sizes());
    assertEquals(List.of("failed: PASSING", "refused: 3 a 3.0 LINE"), world.problems);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPECT", "TOO_LARGE"})
  void anEmptyBodyIsTriedBeforeAPointIsRefused(Kind kind) {
    refuse(kind, 2);
    World.log(delivery, 0, 4);
    world.advance(World.MINUTE);
    assertEquals(List.of("refused: 2 a 2.0 " + kind), world.problems);
    assertEquals(3, accepted.size());
    assertEquals(2, world.probes.size(), "before the halving, and before the refusal");
    assertEquals(0, delivery.account().waiting());
    assertTrue(
        delivery.account().failedRequests() < world.requests.size(), "a probe has no points");
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPECT", "TOO_LARGE", "LINE", "KEPT"})
  void whatRefusesEvenAnEmptyBodyKeepsTheBatch(Kind kind) {
    points = body -> World.fails(Kind.SUSPECT);
    probe = body -> World.fails(kind);
    World.log(delivery, 0, 3_000);
    world.advance(Duration.ofSeconds(100));
    assertEquals(List.of(3_000, 3_000, 3_000, 3_000), world.sizes());
    assertEquals(List.of(1_000L, 31_000L, 61_000L, 91_000L), world.times());
    assertEquals(4, world.probes.size());
    String told = "failed: " + (kind == Kind.KEPT ? "KEPT" : "SUSPECT");
    assertEquals(List.of(told, told, told, told), world.problems);
    assertEquals(new Account(3_000, 0, 0, 3_000, 4), delivery.account());
    points = body -> Verdict.accepted(body.points());
    world.advance(World.MINUTE);
    assertEquals(3_000, delivery.account().accepted());
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSING", "TIMED_OUT", "CUT_OFF", "CANCELED"})
  void aProbeThatFailsInPassingRefusesNothing(Kind kind) {
    points = body -> World.fails(Kind.SUSPECT);
    boolean[] hasFailed = {false};
    probe =
        body -> {
          if (!hasFailed[0]) {
            hasFailed[0] = true;
            points = next -> Verdict.accepted(next.points());
            return World.fails(kind);
          }
          return Verdict.accepted(0);
        };
    World.log(delivery, 0, 2);
    world.advance(World.MINUTE);
    assertEquals(new Account(2, 2, 0, 0, 1), delivery.account());
    assertEquals(kind == Kind.CANCELED ? List.of() : List.of("failed: " + kind), world.problems);
    assertEquals(List.of(2, 2), world.sizes());
  }

  @Test
  void aProbeThatBeginsToBeRefusedInTheMiddleOfAHalvingKeepsTheRest() {
    refuse(Kind.SUSPECT, 0, 1, 2, 3, 4, 5, 6, 7);
    boolean[] isFirst = {true};
    probe =
        body -> {
          boolean isAccepted = isFirst[0];
          isFirst[0] = false;
          return isAccepted ? Verdict.accepted(0) : World.fails(Kind.SUSPECT);
        };
    World.log(delivery, 0, 8);
    world.advance(Duration.ofSeconds(20));
    assertEquals(0, delivery.account().refused());
    assertEquals(List.of(8, 4, 2, 1), world.sizes());
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPECT", "TOO_LARGE"})
  void afterTenSingleRefusalsInARowTheRestIsKept(Kind kind) {
    points = body -> World.fails(kind);
    World.log(delivery, 0, 100);
    world.advance(Duration.ofSeconds(20));
    assertEquals(10, delivery.account().refused());
    assertEquals(90, delivery.account().waiting());
    assertEquals("failed: " + kind, world.problems.get(10));
    assertEquals(11, world.problems.size());
    world.advance(Duration.ofMinutes(10));
    assertEquals(10, delivery.account().refused());
    points = body -> Verdict.accepted(body.points());
    world.advance(World.MINUTE);
    assertEquals(90, delivery.account().accepted());
  }

  @Test
  void anAcceptanceBetweenThemBeginsTheRowAnew() {
    long[] bad = new long[30];
    for (int i = 0; i < bad.length; i++) {
      bad[i] = 2L * i;
    }
    refuse(Kind.SUSPECT, bad);
    World.log(delivery, 0, 60);
    world.advance(Duration.ofSeconds(10));
    assertEquals(30, delivery.account().refused());
    assertEquals(30, delivery.account().accepted());
  }

  @Test
  void refusalsOfLinesDoNotCountAmongTheTen() {
    World.log(delivery, 0, 40);
    points = body -> World.fails(delivery.account().refused() < 20 ? Kind.LINE : Kind.SUSPECT);
    world.advance(Duration.ofSeconds(10));
    assertEquals(30, delivery.account().refused());
  }

  @Test
  void afterARefusalOfTheSizeNoBodyIsLargerThanHalfOfIt() {
    refuseAbove(60_000);
    World.log(delivery, 0, 5_000);
    world.advance(World.MINUTE);
    int smallestRefused = Integer.MAX_VALUE;
    for (World.Request request : world.requests) {
      int length = request.body().length();
      assertTrue(length <= smallestRefused / 2, length + " after " + smallestRefused);
      smallestRefused = length > 60_000 ? Math.min(smallestRefused, length) : smallestRefused;
    }
    assertEquals(5_000, delivery.account().accepted());
    int before = world.requests.size();
    World.log(delivery, 5_000, 9_000);
    world.advance(World.MINUTE);
    for (World.Request request : world.requests.subList(before, world.requests.size())) {
      assertTrue(request.body().length() <= smallestRefused / 2);
    }
    assertEquals(9_000, delivery.account().accepted());
    assertEquals(List.of(), world.problems);
  }

  @Test
  void aSinglePointThatIsTooLargeSaysNothingOfOtherBodies() {
    refuse(Kind.TOO_LARGE, 700);
    World.log(delivery, 0, 1_000);
    world.advance(World.MINUTE);
    assertEquals(1, delivery.account().refused());
    World.log(delivery, 1_000, 4_000);
    world.advance(World.MINUTE);
    assertEquals(3_000, world.sizes().get(world.sizes().size() - 1));
  }

  @Test
  void aPointThatIsTooLargeInABodyOfItsOwnSaysNothingOfOtherBodies() {
    refuse(Kind.TOO_LARGE, 0);
    World.log(delivery, 0, 1);
    world.advance(World.MINUTE);
    assertEquals(1, delivery.account().refused());
    World.log(delivery, 1, 101);
    world.advance(World.MINUTE);
    assertEquals(List.of(1, 100), world.sizes());
  }

  @Test
  void theSizeIsRememberedWhenASinglePointOfALaterBodyIsTooLarge() {
    refuseAbove(60_000);
    World.log(delivery, 0, 5_000);
    world.advance(World.MINUTE);
    int most = world.requests.stream().mapToInt(each -> each.body().length()).max().orElse(0);
    refuse(Kind.TOO_LARGE, 5_001);
    World.log(delivery, 5_000, 5_010);
    world.advance(World.MINUTE);
    assertEquals(1, delivery.account().refused());
    int before = world.requests.size();
    World.log(delivery, 5_010, 9_000);
    world.advance(World.MINUTE);
    List<Integer> lengths = new ArrayList<>();
    world
        .requests
        .subList(before, world.requests.size())
        .forEach(each -> lengths.add(each.body().length()));
    assertTrue(lengths.get(0) > 20_000, "as large as before: " + lengths);
    lengths.forEach(length -> assertTrue(length <= most / 2));
  }

  @Test
  void pointsThatComeDuringAHalvingWaitBehindIt() {
    refuse(Kind.LINE, 1);
    Function<Body, Verdict> refusing = points;
    points =
        body -> {
          if (world.requests.size() == 2) {
            World.log(delivery, 4, 8);
          }
          return refusing.apply(body);
        };
    World.log(delivery, 0, 4);
    world.advance(World.MINUTE);
    assertEquals(List.of(4, 2, 1, 1, 2, 4), world.sizes());
  }
}
