package io.github.plutojava.internal.net;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes a few large writes of many small ones. OkHttp writes a body in pieces of 8 KiB, and for
 * each of them the operating system wakes the receiver; to write 64 KiB at once takes a third of
 * the time. Only whole pieces are held back, of which a body of 8 KiB or less has none, and only
 * until OkHttp flushes, as it does at the end of each request.
 *
 * <p>What TLS sends is never held back: who writes it need not flush. It begins with a handshake.
 */
final class JoinedWrites extends FilterOutputStream {
  private static final int PIECE = 8 * 1024;
  private static final int MOST = 8 * PIECE;
  private static final byte TLS_HANDSHAKE = 22;

  /** Made when there is something to hold back, which most connections never have. */
  private byte[] held = new byte[0];

  private int count;
  private boolean isBegun;
  private boolean isTls;

  JoinedWrites(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!isBegun && length > 0) {
      isBegun = true;
      isTls = bytes[offset] == TLS_HANDSHAKE;
    }
    boolean isPiece = length == PIECE && !isTls;
    if (count == 0 && !isPiece) {
      out.write(bytes, offset, length);
      return;
    }
    if (length > MOST - count) {
      send();
      write(bytes, offset, length);
      return;
    }
    if (held.length == 0) {
      held = new byte[MOST];
    }
    System.arraycopy(bytes, offset, held, count, length);
    count += length;
    if (!isPiece) {
      send();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void flush() throws IOException {
    send();
    out.flush();
  }

  private void send() throws IOException {
    int length = count;
    count = 0;
    if (length > 0) {
      out.write(held, 0, length);
    }
  }
}
