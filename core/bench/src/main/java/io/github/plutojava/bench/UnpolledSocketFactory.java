package io.github.plutojava.bench;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Takes away the millisecond that OkHttp 3.14 waits before each POST on a pooled connection. To see
 * whether the server has closed it, OkHttp reads with a timeout of 1 ms; these sockets say at once
 * that nothing came. They would miss a close, so they are for measuring only.
 */
final class UnpolledSocketFactory extends SocketFactory {
  @Override
  public Socket createSocket() throws SocketException {
    return new UnpolledSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects its sockets itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    return createSocket(host, port);
  }

  private static final class UnpolledSocket extends Socket {
    private static final int POLL_MILLIS = 1;

    private boolean isPolled;

    UnpolledSocket() throws SocketException {
      setTcpNoDelay(true);
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
      super.setSoTimeout(timeout);
      isPolled = timeout == POLL_MILLIS;
    }

    private synchronized boolean isPolled() {
      return isPolled;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (isPolled()) {
            throw new SocketTimeoutException();
          }
          return super.read(bytes, offset, length);
        }
      };
    }
  }
}
