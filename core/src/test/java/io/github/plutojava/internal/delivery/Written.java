package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;

/** The text that a writer of doubles makes. */
final class Written {
  /** Writes {@code value} to {@code to} from {@code at} on, and returns where it ends. */
  interface Writer {
    int put(double value, byte[] to, int at);
  }

  private Written() {}

  static String by(Writer writer, double value) {
    byte[] to = new byte[1 + Numbers.MAX_LENGTH];
    int end = writer.put(value, to, 1);
    return new String(to, 1, end - 1, StandardCharsets.US_ASCII);
  }

  /** Returns the text, which must be parsed to the same bits. */
  static String andParsed(Writer writer, double value) {
    String text = by(writer, value);
    assertEquals(
        Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(Double.parseDouble(text)));
    return text;
  }
}
