package io.github.plutojava.internal.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes points as lines of JSON, those of one step and time that stand together as one line. It is
 * used by one thread at a time, and without the delivery's lock.
 */
final class Lines {
  private static final byte[] TIME = ascii("{\"time\":");
  private static final byte[] STEP = ascii(",\"step\":");
  private static final byte[] DATA = ascii(",\"data\":{");
  private static final byte[] END = ascii("}}\n");

  /** What a point needs besides its name, in a line of its own. */
  private static final int OVERHEAD =
      TIME.length + STEP.length + DATA.length + END.length + 3 * Numbers.MAX_LENGTH;

  /** About what a line takes besides its values, and a value besides its name. */
  static final int FRAME = 42;

  static final int VALUE = 10;

  private static final int FIRST_BUFFER = 1_024;

  /** Made when there is a first point, and small then: many runs have few points at a time. */
  private byte[] buffer = new byte[0];

  /** Never the same for two lines, also of different bodies. */
  private long line;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Returns a body of the points from {@code from} on: at least one, at most {@code most}, and no
   * more than fit into {@code mostBytes}.
   */
  Body write(Points.Cursor from, int most, int mostBytes, Name[] names) {
    Chunk chunk = from.chunk();
    int index = from.index();
    long step = 0;
    long time = 0;
    int length = 0; // Up to the last value, without the end of its line.
    int points = 0;
    int lines = 0;
    while (points < most) {
      if (index == chunk.size()) {
        chunk = chunk.next();
        index = 0;
      }
      Name name = names[chunk.name(index)];
      reserve(length, name);
      int at = length;
      boolean isNewLine =
          points == 0
              || chunk.step(index) != step
              || chunk.time(index) != time
              || name.line == line;
      if (isNewLine) {
        step = chunk.step(index);
        time = chunk.time(index);
        at = points == 0 ? at : Numbers.putBytes(END, buffer, at);
        at = begin(time, step, at);
      } else {
        buffer[at++] = ',';
      }
      at = Numbers.putBytes(name.json, buffer, at);
      at = Numbers.put(chunk.value(index), buffer, at);
      if (points > 0 && at + END.length > mostBytes) {
        break;
      }
      if (isNewLine) {
        line++;
        lines++;
      }
      name.line = line;
      length = at;
      points++;
      index++;
    }
    return new Body(buffer, Numbers.putBytes(END, buffer, length), points, lines);
  }

  private int begin(long time, long step, int at) {
    int end = Numbers.putBytes(TIME, buffer, at);
    end = Numbers.put(time, buffer, end);
    end = Numbers.putBytes(STEP, buffer, end);
    end = Numbers.put(step, buffer, end);
    return Numbers.putBytes(DATA, buffer, end);
  }

  private void reserve(int length, Name name) {
    int needed = length + OVERHEAD + name.json.length;
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(FIRST_BUFFER, needed + needed / 2));
    }
  }

  /** Gives back the memory. */
  void drop() {
    buffer = new byte[0];
  }
}
