package io.github.plutojava.internal.delivery;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/** Writes numbers as JSON, so that whoever parses them gets the same bits. */
final class Numbers {
  /** No number is longer. */
  static final int MAX_LENGTH = 26;

  private static final byte[] MINUS_ZERO = ascii("-0.0");
  private static final byte[] NAN = ascii("\"NaN\"");
  private static final byte[] INFINITY = ascii("\"Infinity\"");
  private static final byte[] MINUS_INFINITY = ascii("\"-Infinity\"");

  /** Below it, each integer is a double, and a product of it and {@link #SCALE} a long. */
  private static final double EXACT = 1L << 53;

  /** More than what rounding can make of a product, as a part of it. */
  private static final double NEARLY = 0x1p-50;

  /** Four decimals: what people round to. */
  private static final int SCALE = 10_000;

  private Numbers() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes {@code value} to {@code to} from {@code at} on, and returns where it ends. */
  static int put(long value, byte[] to, int at) {
    return NumberOutput.outputLong(value, to, at);
  }

  /** As {@link #put(long, byte[], int)}; what JSON has no number for becomes a string. */
  static int put(double value, byte[] to, int at) {
    double scaled = value * SCALE;
    double whole = Math.rint(scaled);
    // Most numbers of more decimals are told by the first of these, which costs less than a
    // division.
    if (Math.abs(scaled - whole) <= Math.abs(scaled) * NEARLY
        && Math.abs(scaled) < EXACT
        && whole / SCALE == value
        && (whole != 0 || 1 / value > 0)) {
      return putDecimal((long) whole, to, at);
    }
    if (!Double.isFinite(value)) {
      byte[] word = Double.isNaN(value) ? NAN : value > 0 ? INFINITY : MINUS_INFINITY;
      return putBytes(word, to, at);
    }
    if (value == 0) {
      return putBytes(MINUS_ZERO, to, at);
    }
    return ShortestDecimal.put(value, to, at);
  }

  /**
   * Writes {@code units / SCALE}. The quotient of two integers that are doubles is rounded as a
   * parser rounds the same decimal, so that the text stands for the same double.
   */
  private static int putDecimal(long units, byte[] to, int at) {
    int end = at;
    if (units < 0) {
      to[end++] = '-';
    }
    long positive = Math.abs(units);
    end = NumberOutput.outputLong(positive / SCALE, to, end);
    int rest = (int) (positive % SCALE);
    if (rest == 0) {
      return end;
    }
    to[end++] = '.';
    for (int unit = SCALE / 10; rest > 0; unit /= 10) {
      to[end++] = (byte) ('0' + rest / unit);
      rest %= unit;
    }
    return end;
  }

  static int putBytes(byte[] bytes, byte[] to, int at) {
    System.arraycopy(bytes, 0, to, at, bytes.length);
    return at + bytes.length;
  }
}
