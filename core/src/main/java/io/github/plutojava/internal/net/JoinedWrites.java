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
 * <p>Only connections that begin with a POST, PUT or PATCH hold anything back: not those of TLS or
 * HTTP/2, nor those that begin with a proxy's CONNECT, after which anything can come.
 */
final class JoinedWrites extends FilterOutputStream {
  private static final int PIECE = 8 * 1024;
  private static final int MOST = 8 * PIECE;

  /** Made when there is something to hold back, which most connections never have. */
  private byte[] held = new byte[0];

  private int count;
  private boolean isBegun;
  private boolean isHttp;

  JoinedWrites(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!isBegun && length > 0) {
      isBegun = true;
      isHttp = length > 1 && bytes[offset] == 'P' && bytes[offset + 1] != 'R'; // Not HTTP/2.
    }
    boolean isPiece = length == PIECE && isHttp;
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
