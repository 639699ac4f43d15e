package io.github.plutojava.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinedWritesTest {
  private static final int PIECE = 8_192;

  private final List<Integer> sizes = new ArrayList<>();
  private final ByteArrayOutputStream sent =
      new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
          sizes.add(length);
          super.write(bytes, offset, length);
        }
      };
  private final JoinedWrites out = new JoinedWrites(sent);

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 'P');
    return bytes;
  }

  @Test
  void wholePiecesAreJoined() throws IOException {
    for (int i = 0; i < 20; i++) {
      out.write(bytes(PIECE));
    }
    assertEquals(List.of(8 * PIECE, 8 * PIECE), sizes);
    out.write(bytes(100));
    assertEquals(List.of(8 * PIECE, 8 * PIECE, 4 * PIECE + 100), sizes);
  }

  @Test
  void aFlushSendsWhatIsHeldBack() throws IOException {
    out.write(bytes(PIECE));
    assertEquals(List.of(), sizes);
    out.flush();
    out.flush();
    assertEquals(List.of(PIECE), sizes);
  }

  @Test
  void whatIsNoWholePieceIsSentAtOnce() throws IOException {
    out.write(bytes(300));
    out.write('P');
    out.write(bytes(PIECE + 1));
    out.write(bytes(0));
    assertEquals(List.of(300, 1, PIECE + 1, 0), sizes);
  }

  @Test
  void whatHasNoRoomIsSentAfterWhatIsHeldBack() throws IOException {
    out.write(bytes(PIECE));
    out.write(bytes(8 * PIECE));
    assertEquals(List.of(PIECE, 8 * PIECE), sizes);
  }

  @Test
  void tlsIsNeverHeldBack() throws IOException {
    byte[] record = bytes(PIECE);
    record[0] = 22;
    out.write(record);
    record[0] = 23;
    out.write(record);
    assertEquals(List.of(PIECE, PIECE), sizes);
  }

  @Test
  void allIsSentInItsOrder() throws IOException {
    Random random = new Random(17);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      byte[] next = new byte[random.nextBoolean() ? PIECE : random.nextInt(3 * PIECE)];
      random.nextBytes(next);
      if (i == 0) {
        next[0] = 'P';
      }
      written.writeBytes(next);
      out.write(next);
    }
    out.flush();
    assertArrayEquals(written.toByteArray(), sent.toByteArray());
  }
}
