package io.github.plutojava.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the requests of one connection, and keeps of their bodies only how many points they hold.
 */
final class RequestReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private String head = "";
  private long points;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** Reads the next request to its end; returns whether there was one. */
  boolean next() throws IOException {
    int count = 0;
    do {
      int read = in.read(buffer, count, buffer.length - count);
      if (read <= 0) {
        return false;
      }
      count += read;
      head = HttpMessage.head(buffer, count);
    } while (head.isEmpty());
    points = 0;
    int begin = head.length();
    int left = HttpMessage.length(head);
    while (true) {
      addPoints(begin, count);
      left -= count - begin;
      if (left <= 0) {
        return true;
      }
      begin = 0;
      count = in.read(buffer);
      if (count < 0) {
        return false;
      }
    }
  }

  /** A line has a comma after its time, one after its step, and one between two points. */
  private void addPoints(int begin, int end) {
    points += count((byte) ',', begin, end) - count((byte) '\n', begin, end);
  }

  /** Looks at eight bytes at a time, since what the server does is not what is measured. */
  private int count(byte wanted, int begin, int end) {
    long eightWanted = (wanted & 0xffL) * 0x0101_0101_0101_0101L;
    int count = 0;
    int i = begin;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long differences = (long) LONGS.get(buffer, i) ^ eightWanted;
      // The sign of each byte that differs.
      long signs = ((differences & LOW_BITS) + LOW_BITS) | differences;
      count += Long.bitCount(~signs & ~LOW_BITS);
    }
    for (; i < end; i++) {
      count += buffer[i] == wanted ? 1 : 0;
    }
    return count;
  }

  /** Returns the head in lower case. */
  String head() {
    return head;
  }

  String path() {
    int begin = head.indexOf(' ') + 1;
    return head.substring(begin, head.indexOf(' ', begin));
  }

  /** Returns how many points the body holds, if it is lines of points whose names have no comma. */
  long points() {
    return points;
  }
}
