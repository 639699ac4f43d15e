package io.github.plutojava.internal.wire;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.text.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The rules for the parts of a point: what ingest takes. One bad line costs the lines after it, so
 * that a bad part is refused before it is among good ones.
 */
public final class PointRules {
  /** The largest integer up to which JavaScript, and so the server, has them all. */
  public static final long MAX_STEP = (1L << 53) - 1;

  private static final long SECONDS_TO_YEAR_10000 = 253_402_300_800L;

  private PointRules() {}

  /** Returns {@code step}, or throws if the server would not take it. */
  public static long checkStep(long step) {
    if (step < 0) {
      throw new IllegalArgumentException(
          "step " + step + " is negative; Pluto takes steps from 0 to " + MAX_STEP);
    }
    if (step > MAX_STEP) {
      throw new IllegalArgumentException(
          "step " + step + " is too large; Pluto takes steps from 0 to " + MAX_STEP);
    }
    return step;
  }

  /** Returns {@code time} in milliseconds since 1970, or throws if the server would not take it. */
  public static long millis(Instant time) {
    long seconds = requireNonNull(time, "time").getEpochSecond();
    if (seconds < 0 || seconds >= SECONDS_TO_YEAR_10000) {
      throw new IllegalArgumentException(
          "time " + time + " is out of range; Pluto takes times from 1970 to the end of 9999");
    }
    return time.toEpochMilli();
  }

  /**
   * Returns the nearest double, as Java's own widening of a long does.
   *
   * @throws IllegalArgumentException if a finite number would become infinite
   */
  public static double value(String name, Number value) {
    if (value == null) {
      throw new NullPointerException("the value of " + Text.quote(name) + " is null");
    }
    double nearest = value.doubleValue();
    if (Double.isInfinite(nearest)
        && (value instanceof BigDecimal || value instanceof BigInteger)) {
      throw new IllegalArgumentException(
          "the value of "
              + Text.quote(name)
              + " is beyond the range of a double, as which Pluto stores it: scale it, or log"
              + " Double.POSITIVE_INFINITY or NEGATIVE_INFINITY yourself");
    }
    return nearest;
  }
}
