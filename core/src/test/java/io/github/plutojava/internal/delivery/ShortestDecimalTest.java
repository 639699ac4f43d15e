package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
  private static final long FRACTION = (1L << 52) - 1;

  private final Random random = new Random(17);

  @ParameterizedTest
  @CsvSource({
    "1, 1.0",
    "-1, -1.0",
    "0.1, 0.1",
    "0.001, 0.001",
    "0.00099999, 9.9999E-4",
    "-0.0123, -0.0123",
    "1234567, 1234567.0",
    "9999999.999, 9999999.999",
    "10000000, 1.0E7",
    "-12345678.9, -1.23456789E7",
    "1e21, 1.0E21",
    "1e23, 1.0E23",
    "2e-3, 0.002",
    "9007199254740993, 9.007199254740992E15",
    "2.2250738585072014E-308, 2.2250738585072014E-308",
    "1.7976931348623157E308, 1.7976931348623157E308",
    "4.9E-324, 4.9E-324",
    "1e-323, 9.9E-324",
    "1.5e-323, 1.5E-323",
  })
  void isWrittenAsByNewerJdks(double value, String text) {
    assertEquals(text, written(value));
  }

  @Test
  void anyDoubleIsTheSameAgainAndAsShortAndCloseAsCanBe() {
    for (int i = 0; i < 100_000; i++) {
      check(Double.longBitsToDouble(random.nextLong()));
    }
  }

  @Test
  void soIsWhatProgramsLog() {
    for (int i = 0; i < 50_000; i++) {
      check(random.nextDouble());
      check((float) random.nextGaussian());
      check(random.nextLong() / 1_000.0);
      check(random.nextInt(1_000_000) * 1e-7);
    }
  }

  @Test
  void soIsASubnormal() {
    for (int i = 0; i < 20_000; i++) {
      check(Double.longBitsToDouble(random.nextLong() & FRACTION >>> i % 52));
    }
  }

  /** Below a power of two, doubles are twice as close as above it. */
  @Test
  void soAreAPowerOfTwoAndItsNeighbours() {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertParses(power);
      check(Math.nextUp(power));
      check(Math.nextDown(power));
    }
  }

  @Test
  void soAreAPowerOfTenAndItsNeighbours() {
    for (int exponent = -323; exponent <= 308; exponent++) {
      double power = Double.parseDouble("1e" + exponent);
      check(power);
      check(Math.nextUp(power));
      check(Math.nextDown(power));
    }
  }

  private static void check(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return; // Numbers writes these itself.
    }
    String text = assertParses(value);
    BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();
    int digits = decimal.precision();
    BigDecimal exact = new BigDecimal(value);
    if (digits > 2) { // Newer JDKs take the closest of two digits, even if one would do.
      assertEquals(0, decimal.compareTo(round(exact, digits)), text);
      boolean isPowerOfTwo = (Double.doubleToRawLongBits(value) & FRACTION) == 0;
      if (!isPowerOfTwo) {
        assertNotEquals(value, round(exact, digits - 1).doubleValue(), text);
      }
    }
  }

  private static BigDecimal round(BigDecimal exact, int digits) {
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String assertParses(double value) {
    return Written.andParsed(ShortestDecimal::put, value);
  }

  private static String written(double value) {
    return Written.by(ShortestDecimal::put, value);
  }
}
