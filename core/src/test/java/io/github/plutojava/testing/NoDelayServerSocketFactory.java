package io.github.plutojava.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * For MockWebServer, which writes headers and body apart: Nagle's algorithm makes the body wait for
 * the client's delayed ACK, 40 ms an answer.
 */
public final class NoDelayServerSocketFactory extends ServerSocketFactory {
  private final AtomicInteger accepted = new AtomicInteger();

  /** Returns how many connections were accepted. */
  public int accepted() {
    return accepted.get();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        Socket socket = super.accept();
        socket.setTcpNoDelay(true);
        accepted.incrementAndGet();
        return socket;
      }
    };
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException("MockWebServer binds it itself");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException("MockWebServer binds it itself");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw new UnsupportedOperationException("MockWebServer binds it itself");
  }
}
