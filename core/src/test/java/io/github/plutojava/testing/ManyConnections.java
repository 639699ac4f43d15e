package io.github.plutojava.testing;

import io.github.plutojava.internal.call.DaemonThreads;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that serves each connection on a thread of its own, and keeps what it was sent. */
public final class ManyConnections implements AutoCloseable {
  /** What to do to a connection, which is closed then. */
  public interface Behaviour {
    void serve(Connection connection) throws Exception;
  }

  /** A request; the names of its headers are in lower case. */
  public record Request(String line, Map<String, String> headers, String body) {
    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** One accepted connection. */
  public final class Connection {
    private final Socket socket;
    private final InputStream in;

    Connection(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
    }

    public Socket socket() {
      return socket;
    }

    public InputStream in() {
      return in;
    }

    /** Returns the next request, or null at the end of the connection. */
    public @Nullable Request read() throws IOException {
      String line = line();
      if (line.isEmpty()) {
        return null;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).trim());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      Request request = new Request(line, headers, body);
      requests.add(request);
      return request;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    public void answer(int status, String body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      write(head + "Content-Length: " + length + "\r\n\r\n" + body);
    }

    /** Says nothing until the server is closed. */
    public void hang() throws InterruptedException {
      closed.await();
    }
  }

  private final ServerSocket listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new ArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  public ManyConnections(Behaviour behaviour) throws IOException {
    DaemonThreads.named("ManyConnections").newThread(() -> accept(behaviour)).start();
  }

  private void accept(Behaviour behaviour) {
    while (true) {
      try {
        Socket socket = listening.accept();
        connections.incrementAndGet();
        synchronized (open) {
          open.add(socket);
        }
        DaemonThreads.named("ManyConnections").newThread(() -> serve(socket, behaviour)).start();
      } catch (IOException e) { // Closed.
        return;
      }
    }
  }

  private void serve(Socket socket, Behaviour behaviour) {
    try (socket) {
      behaviour.serve(new Connection(socket));
    } catch (Exception e) { // The client's end of it, or ours.
    }
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

  /** Returns the requests that came whole, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    closed.countDown();
    synchronized (open) {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
