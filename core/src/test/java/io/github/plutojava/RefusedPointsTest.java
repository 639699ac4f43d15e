package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server would not take is refused on the caller's thread, and none of it is sent. */
class RefusedPointsTest extends RunTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  /** All ways to log a point. */
  private static List<Executable> ways(ActiveRun run, long step, String name) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("good", 1.0);
    values.put(name, 2.0);
    return List.of(
        () -> run.log(step, name, 0.5),
        () -> run.tryLog(step, name, 0.5),
        () -> run.log(step, values),
        () -> run.log(step, TIME, values));
  }

  private void assertNothingIsLogged(ActiveRun run) {
    assertEquals(new RunStats(0, 0, 0, 0, 0), run.stats());
    run.log(1, "fine", 0.5);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of("fine"), pluto.points().stream().map(RunServer.Point::name).toList());
    assertEquals(List.of("fine"), pluto.names());
    assertEquals(List.of(), problems);
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void stepsOutOfRange() {
    ActiveRun run = open();
    for (long step : new long[] {Long.MIN_VALUE, -1, 1L << 53, Long.MAX_VALUE}) {
      for (Executable way : ways(run, step, "name")) {
        String message = refusal(way);
        assertTrue(message.startsWith("step " + step + " is "), message);
        assertTrue(message.endsWith("from 0 to 9007199254740991"), message);
      }
    }
    assertNothingIsLogged(run);
  }

  /** Unicode's White_Space, all 25 of them. */
  static String whiteSpace() {
    return "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";
  }

  static List<String> badNames() {
    List<String> names = new ArrayList<>();
    names.add("");
    names.add(whiteSpace());
    whiteSpace().chars().forEach(c -> names.add(Character.toString(c)));
    names.add("x".repeat(1001));
    names.add("é".repeat(500) + "x");
    names.add("項".repeat(333) + "xy");
    names.add("🚀".repeat(250) + "x");
    names.add("\0");
    names.add("a\0b");
    names.add("a\ud83d");
    names.add("\ude80a");
    names.add("\ude80\ud83d");
    return names;
  }

  @Test
  void namesThatTheServerDoesNotTake() {
    assertEquals(25, whiteSpace().length());
    ActiveRun run = open();
    for (String name : badNames()) {
      for (Executable way : ways(run, 1, name)) {
        String message = refusal(way);
        assertTrue(message.startsWith("name '"), message);
      }
    }
    assertNothingIsLogged(run);
  }

  @Test
  void namesThatAreNull() {
    ActiveRun run = open();
    for (Executable call :
        List.<Executable>of(() -> run.log(1, null, 0.5), () -> run.tryLog(1, null, 0.5))) {
      assertEquals("name", assertThrows(NullPointerException.class, call).getMessage());
    }
    assertNothingIsLogged(run);
  }

  static List<String> goodNames() {
    return List.of(
        "x",
        " x\u00a0",
        "\u200b", // Of no width, but no White_Space.
        "\ufeff",
        "\u180e",
        "\u0001",
        "\"\\/\n\u2028",
        "x".repeat(1000),
        "é".repeat(500),
        "項".repeat(333) + "x",
        "🚀".repeat(250));
  }

  @Test
  void butNoOthers() {
    ActiveRun run = open();
    for (String name : goodNames()) {
      run.log((1L << 53) - 1, name, 0.5);
    }
    run.log(0, "x", 0.5);
    run.flush(Duration.ofSeconds(10));
    List<String> names = pluto.points().stream().map(RunServer.Point::name).toList();
    assertEquals(goodNames(), names.subList(0, goodNames().size()));
    assertEquals(goodNames(), pluto.names());
    assertEquals((1L << 53) - 1, pluto.points().get(0).step());
  }

  @Test
  void moreThan100000Names() {
    ActiveRun run = open(options().maxBufferedPoints(200_000).closeTimeout(Duration.ZERO).build());
    Map<String, Integer> most =
        IntStream.range(0, 100_000).boxed().collect(Collectors.toMap(i -> "n" + i, i -> i));
    run.log(1, most);
    for (Executable way : ways(run, 1, "one too many")) {
      assertTrue(refusal(way).startsWith("more than 100000 different names"), refusal(way));
    }
    run.log(2, "n0", 0.5);
    assertEquals(100_001, run.stats().logged());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1000000000-01-01T00:00:00Z", // Instant.MIN
        "+1000000000-12-31T23:59:59.999999999Z", // Instant.MAX
        "1969-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z"
      })
  void timesOutOfRange(String text) {
    ActiveRun run = open();
    Instant time = Instant.parse(text);
    assertEquals(
        "time " + text + " is out of range; Pluto takes times from 1970 to the end of 9999",
        refusal(() -> run.log(1, time, Map.of("loss", 0.5))));
    assertEquals(
        "time",
        assertThrows(NullPointerException.class, () -> run.log(1, null, Map.of("loss", 0.5)))
            .getMessage());
    assertNothingIsLogged(run);
  }

  @Test
  void emptyMapsAndNulls() {
    ActiveRun run = open();
    assertTrue(refusal(() -> run.log(1, Map.of())).startsWith("values is empty"));
    assertTrue(refusal(() -> run.log(1, TIME, Map.of())).startsWith("values is empty"));
    Map<String, Double> nullKey = new LinkedHashMap<>(Map.of("good", 1.0));
    nullKey.put(null, 2.0);
    Map<String, Double> nullValue = new LinkedHashMap<>(Map.of("good", 1.0));
    nullValue.put("acc", null);
    assertEquals("values", nullPointer(() -> run.log(1, null)));
    assertEquals("values", nullPointer(() -> run.log(1, TIME, null)));
    assertEquals("values has a null key", nullPointer(() -> run.log(1, nullKey)));
    assertEquals("values has a null key", nullPointer(() -> run.log(1, TIME, nullKey)));
    assertEquals("the value of 'acc' is null", nullPointer(() -> run.log(1, nullValue)));
    assertEquals("the value of 'acc' is null", nullPointer(() -> run.log(1, TIME, nullValue)));
    assertNothingIsLogged(run);
  }

  private static String nullPointer(Executable call) {
    return assertThrows(NullPointerException.class, call).getMessage();
  }

  @Test
  void aMapThatIsLargerThanTheBuffer() {
    ActiveRun run = open(options().maxBufferedPoints(2).build());
    String message = refusal(() -> run.log(1, Map.of("a", 1, "b", 2, "c", 3)));
    assertTrue(message.startsWith("values has 3 points, and the buffer holds 2"), message);
    assertTrue(message.contains("maxBufferedPoints"), message);
    assertNothingIsLogged(run);
    run.log(1, Map.of("a", 1, "b", 2));
    run.flush(Duration.ofSeconds(10));
    assertEquals(3, run.stats().accepted());
  }

  static List<Number> tooLarge() {
    BigInteger integer = BigInteger.TEN.pow(309);
    BigDecimal halfway = new BigDecimal(Double.MAX_VALUE).add(BigDecimal.TEN.pow(292));
    return List.of(integer, integer.negate(), new BigDecimal("-1e400"), halfway);
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void finiteNumbersThatWouldBecomeInfinite(Number value) {
    ActiveRun run = open();
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("good", 1);
    values.put("big", value);
    for (Executable call :
        List.<Executable>of(() -> run.log(1, values), () -> run.log(1, TIME, values))) {
      String message = refusal(call);
      assertTrue(message.startsWith("the value of 'big' is beyond the range"), message);
    }
    assertNothingIsLogged(run);
  }
}
