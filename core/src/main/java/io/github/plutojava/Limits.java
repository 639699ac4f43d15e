package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** The ranges of time limits. */
final class Limits {
  /** As long as OkHttp's time limits may be, almost 25 days. */
  static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  private Limits() {}

  /** Returns {@code limit}, or throws if it is negative or above {@link #LONGEST}. */
  static Duration check(String argument, Duration limit) {
    return check(argument, limit, Duration.ZERO, LONGEST, false);
  }

  /** As {@link #check(String, Duration)}, but a status needs an answer, and so time. */
  static Duration checkEnding(Duration limit) {
    return check("limit", limit, Duration.ofMillis(1), LONGEST, false);
  }

  /** Returns {@code limit}, or throws if it is out of range. */
  static Duration check(
      String argument, Duration limit, Duration least, Duration most, boolean orZero) {
    requireNonNull(limit, argument);
    boolean isInRange = limit.compareTo(least) >= 0 && limit.compareTo(most) <= 0;
    if (!isInRange && !(orZero && limit.isZero())) {
      throw new IllegalArgumentException(
          argument
              + " "
              + Describe.duration(limit)
              + " is out of range: it goes from "
              + Describe.duration(least)
              + " to "
              + Describe.duration(most)
              + (orZero ? ", or is zero" : ""));
    }
    return limit;
  }
}
