package io.github.plutojava.internal.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wait after a failure. Times are in nanoseconds, of one clock, and never negative. Guarded by
 * the delivery's lock.
 */
final class Pause {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);
  private static final Duration LONGEST_ASKED = Duration.ofSeconds(60);
  private static final long BETWEEN_CUTS = TimeUnit.SECONDS.toNanos(1);

  private boolean isOn;
  private long until;
  private int failures;

  /** Until when the server asked to wait. */
  private long asked;

  /** When a wait that was cut short ended last. */
  private long lastCut = -BETWEEN_CUTS;

  boolean isOn() {
    return isOn;
  }

  long until() {
    return until;
  }

  /** Begins a wait by chance (full jitter) up to a bound that doubles with each failure. */
  void begin(long now, double random, @Nullable Duration retryAfter) {
    long bound = failures < 6 ? FIRST << failures : LONGEST;
    failures++;
    begin(now, (long) (random * Math.min(bound, LONGEST)), retryAfter);
  }

  /** Begins the wait for somebody who has to mend something. */
  void beginLong(long now, @Nullable Duration retryAfter) {
    begin(now, LONGEST, retryAfter);
  }

  private void begin(long now, long nanos, @Nullable Duration retryAfter) {
    isOn = true;
    asked = retryAfter == null ? now : now + atMostAMinute(retryAfter);
    until = Math.max(now + nanos, asked);
  }

  private static long atMostAMinute(Duration asked) {
    Duration most = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    return Math.max(0, most.toNanos());
  }

  /** Ends the wait now, but not before the server asked for it, and once a second. */
  void cut(long now) {
    long earliest = Math.max(Math.max(now, asked), lastCut + BETWEEN_CUTS);
    if (isOn && earliest < until) {
      until = earliest;
      lastCut = earliest;
    }
  }

  /** The wait is over, for better or worse. */
  void end() {
    isOn = false;
  }

  /** The next wait is as long as if it were the first. */
  void forgetFailures() {
    failures = 0;
  }

  /** All went well: there is no wait, and the next one is as long as if it were the first. */
  void clear() {
    isOn = false;
    failures = 0;
  }
}
