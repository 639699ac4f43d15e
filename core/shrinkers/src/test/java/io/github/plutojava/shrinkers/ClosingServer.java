package io.github.plutojava.shrinkers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Answers one request on each connection with a run and closes it, without having said so. It
 * serves one connection after the other.
 */
final class ClosingServer implements AutoCloseable {
  private static final String LENGTH = "content-length: ";

  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  ClosingServer() throws IOException {
    Thread thread = new Thread(this::serve, "ClosingServer");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        readRequest(socket);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + AppServer.RUN_1.length();
        socket
            .getOutputStream()
            .write((head + "\r\n\r\n" + AppServer.RUN_1).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) { // The client's end of it, or that of the test.
      }
    }
  }

  private static void readRequest(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(line.substring(LENGTH.length()));
      }
    }
    for (int read = 0; read < length && in.read() >= 0; read++) {}
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
