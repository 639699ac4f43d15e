package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final JsonFactory JSON = new JsonFactory();

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, -0.0",
    "1.0, 1",
    "-1.0, -1",
    "0.93, 0.93",
    "-0.0001, -0.0001",
    "100.05, 100.05",
    "12345.6789, 12345.6789",
    "0.1, 0.1",
    "1e-5, 1.0E-5",
    "1e300, 1.0E300",
    "4.9E-324, 4.9E-324",
    "NaN, '\"NaN\"'",
    "Infinity, '\"Infinity\"'",
    "-Infinity, '\"-Infinity\"'",
  })
  void areWrittenShort(double value, String text) {
    assertEquals(text, written(value));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        0.1 + 0.2,
        1.0 / 3,
        2.0E-3,
        2.2250738585072014E-308,
        2.225073858507201E-308,
        1.7976931348623155E308,
        9007199254740991.0,
        9007199254740992.0,
        9007199254740994.0,
        900719925474.25,
        900719925474.5,
        -900719925474.0,
        9.223372036854776E18,
        1.8446744073709552E19,
        2.9802322387695312E-8,
        4.9E-324,
        0.00005,
        0.00015,
        123456.78905
      })
  void anEdgeKeepsItsBits(double value) throws IOException {
    assertKeepsItsBits(value);
    assertKeepsItsBits(-value);
    assertKeepsItsBits(Math.nextDown(value));
    assertKeepsItsBits(Math.nextDown(-value));
  }

  @Test
  void anyNumberKeepsItsBits() {
    Random random = new Random(15);
    for (int i = 0; i < 20_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      assertParses(Double.isFinite(any) ? any : 0);
      assertParses(random.nextDouble());
      assertParses(random.nextInt() / 10_000.0);
      assertParses(Math.nextUp(random.nextInt(1_000_000) / 10_000.0));
      assertParses((float) random.nextGaussian());
      assertParses((double) random.nextLong());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_764_000_000_000L, (1L << 53) - 1, 253_402_300_799_999L})
  void aLongIsWrittenInFull(long value) {
    byte[] to = new byte[Numbers.MAX_LENGTH];
    assertEquals(
        "" + value, new String(to, 0, Numbers.put(value, to, 0), StandardCharsets.US_ASCII));
  }

  private static void assertKeepsItsBits(double value) throws IOException {
    String text = assertParses(value);
    try (JsonParser parser = JSON.createParser(text)) {
      assertTrue(parser.nextToken().isNumeric(), text);
      assertEquals(
          Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(parser.getDoubleValue()));
    }
  }

  private static String assertParses(double value) {
    return Written.andParsed(Numbers::put, value);
  }

  private static String written(double value) {
    return Written.by(Numbers::put, value);
  }
}
