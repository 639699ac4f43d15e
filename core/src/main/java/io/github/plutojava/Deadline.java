package io.github.plutojava;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment by which something must have ended. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline after(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** Returns the time that is left, in nanoseconds; zero if it is over. */
  long nanosLeft() {
    return Math.max(0, end - System.nanoTime());
  }

  boolean isOver() {
    return nanosLeft() == 0;
  }

  /** Returns {@code limit}, or what is left if that is less, but never zero. */
  Duration atMost(Duration limit) {
    Duration left = Duration.ofNanos(Math.max(1, nanosLeft()));
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /** Waits until somebody notifies {@code monitor}, which the caller holds, or the time is over. */
  void waitOn(Object monitor) throws InterruptedException {
    long nanos = nanosLeft();
    if (nanos > 0) {
      TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
    }
  }
}
