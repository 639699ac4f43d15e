package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Some points, 24 bytes each in one array: nothing for a collector to follow, and one place in
 * memory for all of a point. A step has 53 bits and a time 48 (up to the year 9999, it has fewer),
 * so that the name's number fits into what both leave of their longs.
 */
final class Chunk {
  private static final int LONGS = 3;
  private static final int STEP_BITS = 53;
  private static final int TIME_BITS = 48;
  private static final int NUMBER_BITS_BY_STEP = Long.SIZE - STEP_BITS;
  private static final long STEP_MASK = (1L << STEP_BITS) - 1;
  private static final long TIME_MASK = (1L << TIME_BITS) - 1;

  private final int size;
  private final long[] points;

  @Nullable Chunk next;

  Chunk(int size) {
    this.size = size;
    points = new long[size * LONGS];
  }

  void set(int index, int name, long step, long time, double value) {
    int at = index * LONGS;
    points[at] = step | ((long) name << STEP_BITS);
    long rest = (long) name >>> NUMBER_BITS_BY_STEP;
    points[at + 1] = (time & TIME_MASK) | (rest << TIME_BITS);
    points[at + 2] = Double.doubleToRawLongBits(value);
  }

  int name(int index) {
    int at = index * LONGS;
    long rest = points[at + 1] >>> TIME_BITS;
    return (int) ((points[at] >>> STEP_BITS) | (rest << NUMBER_BITS_BY_STEP));
  }

  long step(int index) {
    return points[index * LONGS] & STEP_MASK;
  }

  long time(int index) {
    return points[index * LONGS + 1] & TIME_MASK;
  }

  double value(int index) {
    return Double.longBitsToDouble(points[index * LONGS + 2]);
  }

  /** Returns the chunk after this; there is one if a point that was added lies there. */
  Chunk next() {
    return requireNonNull(next);
  }

  int size() {
    return size;
  }
}
