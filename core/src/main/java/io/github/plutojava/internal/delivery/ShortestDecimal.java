package io.github.plutojava.internal.delivery;

import java.math.BigInteger;

/**
 * Writes a double as the shortest decimal that a parser turns into the same double, and among those
 * the closest: the text that {@link Double#toString(double)} has from JDK 19 on. The algorithm is
 * Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2020), as in JDK 19 and
 * jackson-core, from which the names of the numbers come; here it writes into the caller's array,
 * and makes only those powers of ten that it meets.
 */
final class ShortestDecimal {
  private static final int FRACTION_BITS = 52;
  private static final long FRACTION = (1L << FRACTION_BITS) - 1;
  private static final int EXPONENTS = 0x7ff;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;

  /** The exponent of the smallest doubles, as integers times a power of two. */
  private static final int LEAST_Q = -1074;

  /** Below it, a subnormal number has so few bits that one more digit is needed. */
  private static final long TINY = 3;

  private static final int LEAST_K = -324;
  private static final int MOST_K = 292;
  private static final long MASK_63 = Long.MAX_VALUE;

  /** From this power of ten on, and below that one, a number is written without an exponent. */
  private static final int LEAST_PLAIN = -3;

  private static final int MOST_PLAIN = 6;

  private static final int EIGHT_DIGITS = 100_000_000;
  private static final long[] POWERS = powers();

  /** By k, made when it is met first; threads may make one twice. */
  private static final Power[] SCALES = new Power[MOST_K - LEAST_K + 1];

  /** The 126 leading bits of a power of ten, rounded up, in two halves. */
  private record Power(long high, long low) {
    /** Returns that of 10<sup>−k</sup>. */
    static Power of(int k) {
      BigInteger ten = BigInteger.TEN.pow(Math.abs(k));
      BigInteger scaled =
          k > 0
              ? BigInteger.ONE.shiftLeft(125 + ten.bitLength()).divide(ten)
              : ten.shiftLeft(126 - ten.bitLength());
      BigInteger g = scaled.add(BigInteger.ONE);
      return new Power(g.shiftRight(63).longValue(), g.longValue() & MASK_63);
    }
  }

  private ShortestDecimal() {}

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /** Writes {@code value}, which is finite and not 0, and returns where it ends. */
  static int put(double value, byte[] to, int at) {
    long bits = Double.doubleToRawLongBits(value);
    int start = at;
    if (bits < 0) {
      to[start++] = '-';
    }
    long fraction = bits & FRACTION;
    int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENTS;
    if (exponent > 0) {
      return put(exponent - 1 + LEAST_Q, HIDDEN_BIT | fraction, 0, to, start);
    }
    return fraction < TINY
        ? put(LEAST_Q, 10 * fraction, -1, to, start)
        : put(LEAST_Q, fraction, 0, to, start);
  }

  /** Writes c 2<sup>q</sup> 10<sup>dk</sup>. */
  private static int put(int q, long c, int dk, byte[] to, int at) {
    int odd = (int) c & 1;
    long cb = c << 2;
    long cbr = cb + 2;
    long cbl;
    int k;
    if (c != HIDDEN_BIT || q == LEAST_Q) {
      cbl = cb - 2;
      k = (int) ((q * 661_971_961_083L) >> 41); // The floor of the logarithm of 2^q.
    } else { // The next smaller double is closer.
      cbl = cb - 1;
      k = (int) ((q * 661_971_961_083L - 274_743_187_321L) >> 41); // That of 3/4 2^q.
    }
    int h = q + (int) ((-k * 913_124_641_741L) >> 38) + 2; // The floor of log2 of 10^-k.
    Power g = scale(k);
    long vb = roundToOdd(g, cb << h);
    long vbl = roundToOdd(g, cbl << h);
    long vbr = roundToOdd(g, cbr << h);
    long s = vb >> 2;
    if (s >= 100) {
      long shorter = s / 10 * 10;
      boolean isIn = vbl + odd <= (shorter << 2);
      boolean isNextIn = ((shorter + 10) << 2) + odd <= vbr;
      if (isIn != isNextIn) {
        return putDecimal(isIn ? shorter : shorter + 10, k, to, at);
      }
    }
    boolean isIn = vbl + odd <= (s << 2);
    boolean isNextIn = ((s + 1) << 2) + odd <= vbr;
    if (isIn != isNextIn) {
      return putDecimal(isIn ? s : s + 1, k + dk, to, at);
    }
    long middle = vb - ((s + s + 1) << 1);
    return putDecimal(middle < 0 || (middle == 0 && (s & 1) == 0) ? s : s + 1, k + dk, to, at);
  }

  private static Power scale(int k) {
    Power scale = SCALES[k - LEAST_K];
    if (scale == null) {
      scale = Power.of(k);
      SCALES[k - LEAST_K] = scale;
    }
    return scale;
  }

  /** Returns the product's leading bits, of which the last is set if any bit after it is. */
  private static long roundToOdd(Power g, long cp) {
    long x1 = Math.multiplyHigh(g.low, cp);
    long y0 = g.high * cp;
    long y1 = Math.multiplyHigh(g.high, cp);
    long z = (y0 >>> 1) + x1;
    long w = y1 + (z >>> 63);
    return w | (((z & MASK_63) + MASK_63) >>> 63);
  }

  /** Writes {@code digits} 10<sup>e</sup>. */
  private static int putDecimal(long digits, int e, byte[] to, int at) {
    long f = digits;
    int exponent = e;
    while (f % 10 == 0) {
      f /= 10;
      exponent++;
    }
    int count = count(f);
    int power = exponent + count - 1; // That of the first digit.
    if (power < LEAST_PLAIN || power > MOST_PLAIN) {
      int end = putPointed(f, count, 1, to, at);
      to[end] = 'E';
      return Numbers.put((long) power, to, end + 1);
    }
    if (power >= 0) {
      return putPointed(f, count, power + 1, to, at);
    }
    to[at] = '0';
    to[at + 1] = '.';
    int start = at + 2;
    for (int zeros = -power - 1; zeros > 0; zeros--) {
      to[start++] = '0';
    }
    putDigits(f, count, to, start);
    return start + count;
  }

  private static int count(long f) {
    int count = ((Long.SIZE - Long.numberOfLeadingZeros(f)) * 1233) >> 12;
    return f < POWERS[count] ? count : count + 1;
  }

  /**
   * Writes digits with a point after the first {@code whole} of them, and zeros where they lack.
   */
  private static int putPointed(long f, int count, int whole, byte[] to, int at) {
    if (count <= whole) {
      putDigits(f, count, to, at);
      int end = at + count;
      for (int zeros = whole - count; zeros > 0; zeros--) {
        to[end++] = '0';
      }
      to[end++] = '.';
      to[end++] = '0';
      return end;
    }
    putDigits(f, count, to, at + 1);
    for (int i = at; i < at + whole; i++) {
      to[i] = to[i + 1];
    }
    to[at + whole] = '.';
    return at + count + 1;
  }

  private static void putDigits(long f, int count, byte[] to, int at) {
    long left = f;
    int end = at + count;
    while (left >= EIGHT_DIGITS) {
      long rest = left / EIGHT_DIGITS;
      int eight = (int) (left - rest * EIGHT_DIGITS);
      end -= 8;
      putFour(eight / 10_000, to, end); // A processor does these four pairs side by side.
      putFour(eight % 10_000, to, end + 4);
      left = rest;
    }
    for (int last = (int) left; end > at; last /= 10) {
      to[--end] = (byte) ('0' + last % 10);
    }
  }

  private static void putFour(int digits, byte[] to, int at) {
    putTwo(digits / 100, to, at);
    putTwo(digits % 100, to, at + 2);
  }

  private static void putTwo(int digits, byte[] to, int at) {
    to[at] = (byte) ('0' + digits / 10);
    to[at + 1] = (byte) ('0' + digits % 10);
  }
}
