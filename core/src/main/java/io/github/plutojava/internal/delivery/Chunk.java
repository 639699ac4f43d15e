package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Some points, in arrays of primitives: 28 bytes each, and nothing for a collector to follow. */
final class Chunk {
  final int[] names;
  final long[] steps;
  final long[] times;
  final double[] values;

  @Nullable Chunk next;

  Chunk(int size) {
    names = new int[size];
    steps = new long[size];
    times = new long[size];
    values = new double[size];
  }

  /** Returns the chunk after this; there is one if a point that was added lies there. */
  Chunk next() {
    return requireNonNull(next);
  }

  int size() {
    return names.length;
  }
}
