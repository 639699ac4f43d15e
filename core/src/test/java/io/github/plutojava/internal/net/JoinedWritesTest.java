package io.github.plutojava.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few writes take the place of many, and nothing waits for a flush that does not come. */
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

  /** TLS begins with a handshake (22), or follows a CONNECT, and does not flush what it writes. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003", "CONNECT a:443", "GET / HTTP/1.1", "PRI * HTTP/2.0", "P"})
  void nothingIsHeldBackAfterAnotherBeginning(String beginning) throws IOException {
    out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
    out.write(bytes(PIECE));
    out.write(bytes(PIECE));
    assertEquals(List.of(beginning.length(), PIECE, PIECE), sizes);
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
        next[1] = 'O';
      }
      written.writeBytes(next);
      out.write(next);
    }
    out.flush();
    assertArrayEquals(written.toByteArray(), sent.toByteArray());
  }
}
