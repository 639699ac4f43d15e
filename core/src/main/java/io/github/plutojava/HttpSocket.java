package io.github.plutojava;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A plain socket with what OkHttp, 3.14 above all, needs so that no call harms another:
 *
 * <ul>
 *   <li>Setting the timeout of a closed socket does nothing. OkHttp 3.14 sets it before each
 *       exchange and, if that throws on a connection that has served none, takes the same
 *       connection again, for ever. Now OkHttp finds the socket closed when it writes, and drops
 *       it.
 *   <li>A read with a timeout of 1 ms, by which OkHttp asks whether a pooled connection is still
 *       good, answers at once. If bytes wait that nobody asked for, the answer is that the stream
 *       has ended. Else OkHttp would keep them for the next request's answer.
 *   <li>After a write that failed, what the server said before it hung up can still be read: a
 *       refusal of a large body, say. OkHttp reads it, unless the write throws.
 *   <li>Nothing waits for an acknowledgement ({@code TCP_NODELAY}): else a body above 8 KiB can
 *       take 40 ms longer.
 * </ul>
 */
final class HttpSocket extends Socket {
  /** OkHttp's question whether a connection is good, in milliseconds. */
  static final int POLL = 1;

  private volatile int timeout;
  private volatile boolean writeFailed;

  HttpSocket() throws SocketException {
    setTcpNoDelay(true);
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
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return timeout == POLL ? poll() : in.read(bytes, offset, length);
      }

      @Override
      public int read() throws IOException {
        return timeout == POLL ? poll() : in.read();
      }

      /** Says that the stream has ended or, by its exception, that it has not. */
      private int poll() throws IOException {
        if (writeFailed || in.available() > 0) {
          return -1;
        }
        throw new NothingToReadException();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (writeFailed) {
          return;
        }
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          if (isClosed()) {
            throw e;
          }
          writeFailed = true;
        }
      }

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }
    };
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
