package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the buffer does with its memory. */
class PointsTest {
  private final Points points = new Points();
  private final Set<Chunk> chunks = Collections.newSetFromMap(new IdentityHashMap<>());

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      points.add(0, i, i, i);
    }
  }

  @Test
  void aRunThatLogsEvenlyUsesTheSameChunksAgain() {
    for (int i = 0; i < 100; i++) {
      add(10_000);
      for (int left = 10_000; left > 0; left -= 1_000) {
        chunks.add(points.cursor().chunk());
        points.remove(1_000);
      }
    }
    assertTrue(chunks.size() < 10, chunks.size() + " chunks for 10,000 points at a time");
  }

  @Test
  void aFewPointsTakeLittleMemory() {
    add(1);
    assertEquals(64, points.cursor().chunk().size());
  }

  @Test
  void whatIsDroppedTakesNone() {
    assertFalse(points.hasMemory());
    add(10_000);
    assertTrue(points.hasMemory());
    points.remove(10_000);
    assertTrue(points.hasMemory(), "the next points will need it");
    points.drop();
    assertFalse(points.hasMemory());
    add(1);
    assertEquals(10_000, points.first());
    assertEquals(10_001, points.end());
    assertEquals(64, points.cursor().chunk().size(), "no chunk was kept");
  }
}
