package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private final Points points = new Points();
  private final NameTable names = new NameTable();
  private final Lines lines = new Lines();

  private void add(long time, long step, String name, double value) {
    points.add(names.take(new Name(name)).number, step, time, value);
  }

  private Body write(int most, int mostBytes) {
    return lines.write(points.cursor(), most, mostBytes, names.all());
  }

  private Body writeAll() {
    return write(points.size(), Portions.MOST_BYTES);
  }

  @Test
  void neighboursOfOneStepAndTimeAreOneLine() {
    add(5, 1, "a", 0.5);
    add(5, 1, "b", 2);
    add(5, 2, "a", 3);
    add(6, 2, "b", 4);
    add(5, 2, "b", 5);
    Body body = writeAll();
    assertEquals(
        """
        {"time":5,"step":1,"data":{"a":0.5,"b":2}}
        {"time":5,"step":2,"data":{"a":3}}
        {"time":6,"step":2,"data":{"b":4}}
        {"time":5,"step":2,"data":{"b":5}}
        """,
        World.text(body));
    assertEquals(5, body.points());
    assertEquals(4, body.lines());
  }

  @Test
  void noLineHasANameTwice() {
    add(5, 1, "a", 1);
    add(5, 1, "b", 2);
    add(5, 1, "a", 3);
    add(5, 1, "b", 4);
    assertEquals(
        """
        {"time":5,"step":1,"data":{"a":1,"b":2}}
        {"time":5,"step":1,"data":{"a":3,"b":4}}
        """,
        World.text(writeAll()));
  }

  @Test
  void theSamePointsAreTheSameLinesAgain() {
    add(5, 1, "a", 1);
    add(5, 1, "b", 2);
    String once = World.text(writeAll());
    assertEquals(once, World.text(writeAll()));
  }

  @Test
  void aPartBeginsWithALineOfItsOwn() {
    add(5, 1, "a", 1);
    add(5, 1, "b", 2);
    writeAll();
    points.remove(1);
    assertEquals("{\"time\":5,\"step\":1,\"data\":{\"b\":2}}\n", World.text(writeAll()));
  }

  @Test
  void aNameIsEscapedAsJson() {
    add(5, 1, "\"\\\n\u0001é項😀/ ", 1);
    String body = World.text(writeAll());
    assertTrue(body.contains("{\"\\\"\\\\\\n\\u0001é項😀/ \":1}"), body);
    assertEquals("\"\\\n\u0001é項😀/ ", Point.of(body).get(0).name());
  }

  @Test
  void whatJsonHasNoNumberForIsAString() {
    add(5, 1, "a", Double.NaN);
    add(5, 1, "b", Double.POSITIVE_INFINITY);
    add(5, 1, "c", Double.NEGATIVE_INFINITY);
    assertEquals(
        "{\"time\":5,\"step\":1,\"data\":{\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\"}}\n",
        World.text(writeAll()));
  }

  @Test
  void aBodyHasNoMoreBytesThanItMay() {
    for (int i = 0; i < 40; i++) {
      add(5, i / 2, "name" + i % 3, 1.0 / i);
    }
    String all = World.text(writeAll());
    for (int most = 1; most < all.length() + 100; most += 7) {
      Body body = write(40, most);
      String text = World.text(body);
      assertTrue(body.length() <= most || body.points() == 1, "" + most);
      Body more = write(Math.min(40, body.points() + 1), Portions.MOST_BYTES);
      assertTrue(body.points() == 40 || more.length() > most, "it could have more");
      assertEquals(Point.of(all).subList(0, body.points()), Point.of(text));
      assertEquals(text.split("\n").length, body.lines());
    }
  }

  @Test
  void aSinglePointIsWrittenHoweverLargeItIs() {
    add(5, 1, "x".repeat(1000), 1);
    assertEquals(1, write(1, 10).points());
  }

  @Test
  void manyChunksAreReadInOrder() {
    List<Point> logged = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      add(i, i, "n" + i % 7, i);
      logged.add(new Point(i, i, "n" + i % 7, i));
    }
    List<Point> read = new ArrayList<>();
    while (points.size() > 0) {
      Body body = write(Math.min(2_111, points.size()), 100_000);
      read.addAll(Point.of(World.text(body)));
      points.remove(body.points());
    }
    assertEquals(logged, read);
  }

  @Test
  void theBufferIsSmallAtFirst() {
    add(5, 1, "a", 1);
    assertTrue(writeAll().bytes().length <= 1024);
  }

  @Test
  void theBufferIsAtMostTwiceAsLargeAsItsLines() {
    for (int i = 0; i < 300; i++) {
      add(5, i, "a", i);
      Body body = writeAll();
      assertTrue(body.bytes().length <= Math.max(1024, 2 * body.length()), "" + body.length());
    }
  }
}
