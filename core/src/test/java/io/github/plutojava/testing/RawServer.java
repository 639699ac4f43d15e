package io.github.plutojava.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what the test says, and then closes it. */
public final class RawServer implements AutoCloseable {
  /** What to do to a connection. */
  public interface Behaviour {
    void serve(Connection connection) throws IOException;
  }

  /** One accepted connection. */
  public static final class Connection {
    private final Socket socket;
    private final AtomicInteger requests;

    public Connection(Socket socket, AtomicInteger requests) {
      this.socket = socket;
      this.requests = requests;
    }

    public void read(int bytes) throws IOException {
      if (socket.getInputStream().readNBytes(bytes).length < bytes) {
        throw new EOFException();
      }
    }

    /** Returns the length of the body. */
    public int readHead() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        if (c < 0) {
          throw new EOFException();
        }
        head.append((char) c);
      }
      for (String line : head.toString().split("\r\n")) {
        if (line.startsWith("Content-Length: ")) {
          return Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      return 0;
    }

    public void readRequest() throws IOException {
      read(readHead());
      requests.incrementAndGet();
    }

    public void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    public void writeRun() throws IOException {
      write("HTTP/1.1 200 OK\r\nContent-Length: " + Answers.RUN_1.length() + "\r\n\r\n");
      write(Answers.RUN_1);
    }

    /** Makes its close a RST instead of a FIN. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }
  }

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * Starts it.
   *
   * @param behaviours for each connection the next, and then the last again and again
   */
  public RawServer(Behaviour... behaviours) throws IOException {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                try (Socket socket = listening.accept()) {
                  int index = Math.min(connections.getAndIncrement(), behaviours.length - 1);
                  socket.setTcpNoDelay(true);
                  behaviours[index].serve(new Connection(socket, requests));
                } catch (IOException e) {
                  if (listening.isClosed()) {
                    return;
                  }
                }
              }
            },
            "RawServer");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public int connections() {
    return connections.get();
  }

  /** Returns how many requests came whole. */
  public int requests() {
    return requests.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
