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
 * A plain socket with what OkHttp, 3.14 above all, needs so that no call harms another:
 *
 * <ul>
 *   <li>Setting the timeout of a closed socket does nothing. OkHttp 3.14 sets it before each
 *       exchange and, if that throws on a connection that has served none, takes the same
 *       connection again, for ever. With this socket, OkHttp finds it closed when it writes, and
 *       drops it.
 *   <li>A read with a timeout of 1 ms, by which OkHttp asks whether a pooled connection is still
 *       good, answers at once. If bytes wait that nobody asked for, the answer is that the stream
 *       has ended. Else OkHttp would keep them for the next request's answer.
 *   <li>If a write fails and the server has answered before it hung up, the write does not throw:
 *       else OkHttp would not read that answer, a refusal of a large body, say.
 *   <li>Nothing waits for an acknowledgement ({@code TCP_NODELAY}): else a body above 8 KiB can
 *       take 40 ms longer.
 *   <li>A connect does not begin for a call that is canceled: OkHttp 3.14 does not notice that, if
 *       the cancel comes just before.
 * </ul>
 */
public final class HttpSocket extends Socket {
  /** OkHttp's question whether a connection is good, in milliseconds. */
  public static final int POLL = 1;

  /** Whether anything was read on this thread since it was set to false; null if nobody asks. */
  private static final ThreadLocal<Boolean> HAS_READ = new ThreadLocal<>();

  private volatile int timeout;
  private volatile boolean broken;
  private volatile boolean writeFailed;

  public HttpSocket() throws SocketException {
    setTcpNoDelay(true);
  }

  /** From now on, notes whether anything is read on this thread from a socket of this kind. */
  public static void beginToWatch() {
    HAS_READ.set(false);
  }

  /** Returns whether anything was read since {@link #beginToWatch}. */
  public static boolean endToWatch() {
    boolean hasRead = Boolean.TRUE.equals(HAS_READ.get());
    HAS_READ.remove();
    return hasRead;
  }

  /**
   * Returns whether the peer has ended or reset the connection, as far as somebody has met that.
   */
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
    return new Output(super.getOutputStream());
  }

  private boolean hasSomethingToRead() {
    try {
      return super.getInputStream().available() > 0;
    } catch (IOException e) { // It is reset.
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

    /** Says that the stream has ended or, by its exception, that it has not. */
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

  /** Not worth a stack trace: it comes before almost every request. */
  private static final class NothingToReadException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
