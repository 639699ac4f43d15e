package io.github.plutojava.internal.delivery;

import java.util.concurrent.Future;

/** The time of one delivery. */
final class Clock {
  private final Time time;
  private final long origin;
  private long lastStamp;

  Clock(Time time) {
    this.time = time;
    this.origin = time.nanoTime();
  }

  /** Returns the nanoseconds since the delivery began: never negative, so that they compare. */
  long now() {
    return time.nanoTime() - origin;
  }

  long millis() {
    return time.millis();
  }

  /**
   * Returns {@code millis}, or the last stamp if that is later: the server replaces a point only by
   * one whose time is not lower. Guarded by the delivery's lock.
   */
  long stamp(long millis) {
    lastStamp = Math.max(lastStamp, millis);
    return lastStamp;
  }

  double random() {
    return time.random();
  }

  Future<?> schedule(long nanos, Runnable task) {
    return time.schedule(Math.max(0, nanos), task);
  }
}
