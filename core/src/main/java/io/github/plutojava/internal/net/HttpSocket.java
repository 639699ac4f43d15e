package io.github.plutojava.internal.net;

import io.github.plutojava.internal.call.CallState;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A plain socket that makes up for what OkHttp, above all OkHttp 3.14, lacks, so that no call harms
 * another:
 *
 * <ul>
 *   <li>Setting the timeout of a closed socket does nothing. OkHttp 3.14 sets the timeout before
 *       each exchange. If that throws on a connection that has served no exchange yet, OkHttp takes
 *       the same connection again, forever. With this socket, OkHttp finds it closed when it
 *       writes, and drops the connection.
 *   <li>A read with a timeout of 1 ms, by which OkHttp checks whether a pooled connection is still
 *       good, returns at once. If bytes that nobody asked for are waiting, the read reports the end
 *       of the stream. Otherwise OkHttp would keep the bytes and take them for the answer to the
 *       next request.
 *   <li>If a write fails and the server answered before it hung up, the write does not throw.
 *       Otherwise OkHttp would not read that answer, for example the refusal of a large body.
 *   <li>No packet waits for an acknowledgement ({@code TCP_NODELAY}). Otherwise a body above 8 KiB
 *       can take 40 ms longer.
 *   <li>A large body is written in large pieces ({@link JoinedWrites}).
 *   <li>A canceled call does not begin to connect. OkHttp 3.14 does not notice a cancel that comes
 *       just before.
 * </ul>
 */
public final class HttpSocket extends Socket {
  /** The timeout of the read by which OkHttp checks a pooled connection, in milliseconds. */
  public static final int POLL = 1;

  /** Whether this thread has read anything since {@link #beginToWatch}; null if nobody watches. */
  private static final ThreadLocal<Boolean> HAS_READ = new ThreadLocal<>();

  private volatile int timeout;
  private volatile boolean broken;
  private volatile boolean writeFailed;

  public HttpSocket() throws SocketException {
    setTcpNoDelay(true);
  }

  /** From now on, notes whether this thread reads anything from a socket of this class. */
  public static void beginToWatch() {
    HAS_READ.set(false);
  }

  /** Returns whether this thread has read anything since {@link #beginToWatch}. */
  public static boolean endToWatch() {
    boolean hasRead = Boolean.TRUE.equals(HAS_READ.get());
    HAS_READ.remove();
    return hasRead;
  }

  /** Returns whether a read or write has found that the peer ended or reset the connection. */
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void connect(SocketAddress address, int timeout) throws IOException {
    CallState call = CallState.current();
    if (call != null && call.isCanceled()) {
      throw new SocketException("Canceled");
    }
    super.connect(address, timeout);
  }

  @Override
  public synchronized void setSoTimeout(int timeout) throws SocketException {
    this.timeout = timeout;
    try {
      super.setSoTimeout(timeout);
    } catch (SocketException e) {
      if (!isClosed()) {
        throw e;
      }
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Input(super.getInputStream());
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new JoinedWrites(new Output(super.getOutputStream()));
  }

  private boolean hasSomethingToRead() {
    try {
      return super.getInputStream().available() > 0;
    } catch (IOException e) { // The connection was reset.
      return false;
    }
  }

  private final class Input extends FilterInputStream {
    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (timeout == POLL) {
        return poll();
      }
      int count;
      try {
        count = in.read(bytes, offset, length);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        broken = true;
        throw e;
      }
      if (count == -1) {
        broken = true;
      } else if (HAS_READ.get() != null) {
        HAS_READ.set(true);
      }
      return count;
    }

    /** Reports the end of the stream or, by an exception, that the connection is still good. */
    private int poll() throws NothingToReadException {
      if (writeFailed || hasSomethingToRead()) {
        return -1;
      }
      throw new NothingToReadException();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }
  }

  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (writeFailed) {
        return;
      }
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        broken = true;
        if (isClosed() || !hasSomethingToRead()) {
          throw e;
        }
        writeFailed = true;
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }

  /** Has no stack trace, since one is thrown before almost every request. */
  private static final class NothingToReadException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
