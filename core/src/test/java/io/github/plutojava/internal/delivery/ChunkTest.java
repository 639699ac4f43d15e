package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.internal.wire.PointRules;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final int[] NAMES = {0, 1, 2_047, 2_048, 65_535, NameTable.MOST - 1};
  private static final long[] STEPS = {0, 1, 1L << 52, PointRules.MAX_STEP};
  private static final long[] TIMES = {0, 1, World.DATE, 253_402_300_799_999L};
  private static final double[] VALUES = {0.0, -0.0, -1.5, Double.NaN, Double.NEGATIVE_INFINITY};

  @Test
  void eachPartOfAPointIsKeptBesideAnyOther() {
    Chunk chunk = new Chunk(NAMES.length * STEPS.length * TIMES.length * VALUES.length);
    int index = 0;
    for (int name : NAMES) {
      for (long step : STEPS) {
        for (long time : TIMES) {
          for (double value : VALUES) {
            chunk.set(index++, name, step, time, value);
          }
        }
      }
    }
    assertEquals(chunk.size(), index);
    index = 0;
    for (int name : NAMES) {
      for (long step : STEPS) {
        for (long time : TIMES) {
          for (double value : VALUES) {
            assertEquals(name, chunk.name(index));
            assertEquals(step, chunk.step(index));
            assertEquals(time, chunk.time(index));
            assertEquals(
                Double.doubleToRawLongBits(value),
                Double.doubleToRawLongBits(chunk.value(index++)));
          }
        }
      }
    }
  }
}
