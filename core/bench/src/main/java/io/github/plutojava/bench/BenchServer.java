package io.github.plutojava.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * The server, a process of its own: it answers each call in the same way and time. A thread serves
 * a connection. It prints its address when it is warm, and ends when its standard input does.
 *
 * <p>Arguments: {@code http} or {@code https} (with the key store of the system properties), {@code
 * fixed} or {@code chunked}, and how many milliseconds to wait before answering.
 */
final class BenchServer {
  private static final int WARM_UP_CONNECTIONS = 200;
  private static final int WARM_UP_CALLS = 100;

  private final ServerSocket listening;
  private final boolean isChunked;
  private final long delayNanos;

  private BenchServer(ServerSocketFactory sockets, boolean isChunked, long delayNanos)
      throws IOException {
    listening = sockets.createServerSocket(0, 128, InetAddress.getLoopbackAddress());
    this.isChunked = isChunked;
    this.delayNanos = delayNanos;
  }

  public static void main(String[] args) throws IOException {
    boolean isSecure = args[0].equals("https");
    BenchServer server =
        new BenchServer(
            isSecure ? SSLServerSocketFactory.getDefault() : ServerSocketFactory.getDefault(),
            args[1].equals("chunked"),
            Long.parseLong(args[2]) * 1_000_000);
    daemon(server::accept);
    String url = args[0] + "://localhost:" + server.listening.getLocalPort();
    warmUp(url, server.delayNanos == 0 ? WARM_UP_CALLS : 1);
    System.out.println(url);
    while (System.in.read() >= 0) {}
  }

  private static void warmUp(String url, int calls) throws IOException {
    for (int i = 0; i < WARM_UP_CONNECTIONS; i++) {
      try (SocketContender contender = new SocketContender(url)) {
        for (int j = 0; j < calls; j++) {
          contender.resume();
        }
      }
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listening.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      RequestReader requests = new RequestReader(socket.getInputStream());
      while (requests.next()) {
        LockSupport.parkNanos(delayNanos);
        out.write(Answers.to(requests, isChunked));
      }
    } catch (SocketException e) {
      // The client went away.
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
