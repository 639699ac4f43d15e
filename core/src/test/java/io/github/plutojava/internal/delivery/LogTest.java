package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged, and when it was. */
class LogTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private List<Point> sent() {
    world.advance(World.MINUTE);
    return world.requests.stream().flatMap(each -> Point.of(each.body()).stream()).toList();
  }

  private static String[] names(String... names) {
    return names;
  }

  private static double[] values(double... values) {
    return values;
  }

  @Test
  void aPointHasTheTimeOfItsCall() {
    delivery.log(3, "a", 0.5);
    world.advance(Duration.ofMillis(7));
    delivery.tryLog(2, "b", -1);
    world.advance(Duration.ofMillis(5));
    delivery.log(1, Delivery.NOW, names("a", "b"), values(1, 2));
    assertEquals(
        List.of(
            new Point(World.DATE, 3, "a", 0.5),
            new Point(World.DATE + 7, 2, "b", -1),
            new Point(World.DATE + 12, 1, "a", 1),
            new Point(World.DATE + 12, 1, "b", 2)),
        sent());
  }

  @Test
  void timeDoesNotGoBackWhateverTheClockDoes() {
    delivery.log(1, "a", 1);
    world.wall -= 3_600_000;
    delivery.log(1, "a", 2);
    delivery.log(1, Delivery.NOW, names("a"), values(3));
    world.wall += 3_600_001;
    delivery.log(1, "a", 4);
    assertEquals(
        List.of(World.DATE, World.DATE, World.DATE, World.DATE + 1),
        sent().stream().map(Point::time).toList());
  }

  @Test
  void aTimeOfOnesOwnDoesNotMoveTheClockOfOtherPoints() {
    delivery.log(1, 253_402_300_799_999L, names("a"), values(1));
    delivery.log(2, "a", 1);
    delivery.log(3, 0, names("a"), values(1));
    delivery.log(4, "a", 1);
    assertEquals(
        List.of(253_402_300_799_999L, World.DATE, 0L, World.DATE),
        sent().stream().map(Point::time).toList());
  }

  @Test
  void theArraysAreTheCallersAfterTheCall() {
    String[] names = names("a");
    double[] values = values(1);
    delivery.log(1, Delivery.NOW, names, values);
    names[0] = "b";
    values[0] = 2;
    assertEquals(List.of(new Point(World.DATE, 1, "a", 1)), sent());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 53})
  void aStepThatTheServerDoesNotTakeIsRefused(long step) {
    assertRefused("step " + step, () -> delivery.log(step, "a", 1));
    assertRefused("step " + step, () -> delivery.tryLog(step, "a", 1));
    assertRefused("step " + step, () -> delivery.log(step, Delivery.NOW, names("a"), values(1)));
  }

  @Test
  void aNameThatTheServerDoesNotTakeIsRefused() {
    assertRefused("name ' '", () -> delivery.log(1, " ", 1));
    assertRefused("name ' '", () -> delivery.tryLog(1, " ", 1));
    assertRefused("name ' '", () -> delivery.log(1, 0, names("a", " "), values(1, 2)));
    assertRefused("name ' '", () -> delivery.register(List.of("a", " ")));
    assertEquals(0, delivery.account().logged(), "all or none");
    world.advance(World.MINUTE);
    assertEquals(List.of(), world.registered);
  }

  @Test
  @SuppressWarnings("NullAway") // Callers may.
  void nullIsNamed() {
    assertEquals(
        "name",
        assertThrows(NullPointerException.class, () -> delivery.log(1, null, 1)).getMessage());
    assertThrows(
        NullPointerException.class,
        () -> delivery.log(1, 0, new String[] {"a", null}, values(1, 2)));
    assertEquals(0, delivery.account().logged());
  }

  @Test
  void noPointsAndTooManyAreRefused() {
    Delivery small = world.delivery(World.settings(2, World.MINUTE));
    assertRefused("values is empty", () -> small.log(1, 0, names(), values()));
    assertRefused(
        "values has 3 points, and the buffer holds 2: log them in parts, or raise"
            + " maxBufferedPoints",
        () -> small.log(1, 0, names("a", "b", "c"), values(1, 2, 3)));
    assertEquals(Logged.ADDED, small.log(1, 0, names("a", "b"), values(1, 2)));
  }

  @Test
  void aRunHasAtMostAHundredThousandNames() {
    for (int i = 0; i < 99_999; i++) {
      delivery.tryLog(1, "n" + i, i);
    }
    String tooMany = "more than 100000 different names in a run";
    assertRefused(tooMany, () -> delivery.log(1, 0, names("x", "y"), values(1, 2)));
    assertRefused(tooMany, () -> delivery.register(List.of("x", "y")));
    assertEquals(Logged.ADDED, delivery.log(1, 0, names("x", "n0"), values(1, 2)));
    assertRefused(tooMany, () -> delivery.log(1, "y", 1));
    assertEquals(Logged.ADDED, delivery.log(1, "x", 1));
    assertEquals(100_002, delivery.account().logged());
  }

  @Test
  void logNeverWaitsForARequest() {
    world.server =
        body -> {
          assertEquals(Logged.ADDED, delivery.log(5, "a", 1));
          assertEquals(Logged.ADDED, delivery.tryLog(6, "b", 1));
          world.server = next -> Verdict.accepted(next.points());
          return Verdict.accepted(body.points());
        };
    delivery.log(1, "a", 1);
    assertEquals(3, sent().size());
  }

  @Test
  void aShutDeliveryTakesNoPointsUntilItIsReopened() {
    delivery.log(1, "a", 1);
    delivery.shut();
    assertEquals(Logged.SHUT, delivery.log(2, "a", 1));
    assertEquals(Logged.SHUT, delivery.tryLog(2, "a", 1));
    assertEquals(Logged.SHUT, delivery.log(2, 0, names("a"), values(1)));
    assertEquals(1, sent().size(), "what it has is delivered");
    delivery.reopen();
    assertEquals(Logged.ADDED, delivery.log(3, "a", 1));
    assertEquals(2, sent().size());
  }

  private static void assertRefused(String message, Executable log) {
    String refusal = assertThrows(IllegalArgumentException.class, log).getMessage();
    assertTrue(refusal.startsWith(message), refusal);
  }
}
