package io.github.plutojava.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The least that the wire allows: bytes made beforehand, and an answer that nobody parses. */
final class SocketContender implements Contender, AutoCloseable {
  private static final String BODY = "{\"displayId\":\"" + DISPLAY_ID + "\"}";

  private final byte[] request;
  private final byte[] buffer = new byte[8192];
  private final Socket socket;

  SocketContender(String baseUrl) {
    URI url = URI.create(baseUrl);
    request =
        """
        POST /api/runs/resume HTTP/1.1
        Host: %s:%d
        Authorization: Bearer %s
        Accept-Encoding: gzip
        Content-Type: application/json
        Content-Length: %d

        %s\
        """
            .formatted(url.getHost(), url.getPort(), API_KEY, BODY.length(), BODY)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    SocketFactory sockets =
        url.getScheme().equals("https")
            ? SSLSocketFactory.getDefault()
            : SocketFactory.getDefault();
    try {
      socket = sockets.createSocket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String resume() throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    int count = 0;
    do {
      int read = in.read(buffer, count, buffer.length - count);
      if (read < 0) {
        throw new EOFException();
      }
      count += read;
    } while (!HttpMessage.isWhole(buffer, count));
    return new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
  }

  /** Closes it for good: the next one to the same server does its whole handshake. */
  @Override
  public void close() throws IOException {
    if (socket instanceof SSLSocket secure) {
      secure.getSession().invalidate();
    }
    socket.close();
  }
}
