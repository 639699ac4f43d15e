package io.github.plutojava.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointRulesTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9007199254740991L})
  void theseStepsAreTaken(long step) {
    assertEquals(step, PointRules.checkStep(step));
  }

  @ParameterizedTest
  @CsvSource({"-1, negative", "9007199254740992, too large", "-9223372036854775808, negative"})
  void otherStepsAreRefused(long step, String why) {
    assertEquals(
        "step " + step + " is " + why + "; Pluto takes steps from 0 to 9007199254740991",
        assertThrows(IllegalArgumentException.class, () -> PointRules.checkStep(step))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "2025-11-24T16:00:00.000999Z, 1764000000000",
    "9999-12-31T23:59:59.999999Z, 253402300799999"
  })
  void theseTimesAreTaken(String time, long millis) {
    assertEquals(millis, PointRules.millis(Instant.parse(time)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59.999999Z",
        "+10000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void otherTimesAreRefused(String time) {
    assertEquals(
        "time " + time + " is out of range; Pluto takes times from 1970 to the end of 9999",
        assertThrows(IllegalArgumentException.class, () -> PointRules.millis(Instant.parse(time)))
            .getMessage());
  }

  @Test
  void aNumberBecomesTheNearestDouble() {
    assertEquals(9007199254740992.0, PointRules.value("a", 9007199254740993L));
    assertEquals(0.1, PointRules.value("a", new BigDecimal("0.1")));
    assertEquals(0.1f, PointRules.value("a", 0.1f));
    assertEquals(7, PointRules.value("a", 7));
    assertEquals(Double.NaN, PointRules.value("a", Float.NaN));
    assertEquals(Double.POSITIVE_INFINITY, PointRules.value("a", Double.POSITIVE_INFINITY));
    assertEquals(Double.MAX_VALUE, PointRules.value("a", new BigDecimal(Double.MAX_VALUE)));
  }

  @Test
  void whatWouldBecomeInfiniteIsRefused() {
    String message =
        "the value of 'a' is beyond the range of a double, as which Pluto stores it: scale it, or"
            + " log Double.POSITIVE_INFINITY or NEGATIVE_INFINITY yourself";
    for (Number number : new Number[] {BigInteger.TEN.pow(400).negate(), new BigDecimal("1e400")}) {
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> PointRules.value("a", number))
              .getMessage());
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Callers may.
  void nullIsNamed() {
    assertEquals(
        "the value of 'a' is null",
        assertThrows(NullPointerException.class, () -> PointRules.value("a", null)).getMessage());
    assertEquals(
        "time",
        assertThrows(NullPointerException.class, () -> PointRules.millis(null)).getMessage());
  }
}
