package io.github.plutojava.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an HttpSocket does otherwise than a plain one. */
class HttpSocketTest {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private ServerSocket listening;
  private Socket socket;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 50, loopback);
    socket = new HttpSocketFactory().createSocket();
    socket.connect(listening.getLocalSocketAddress(), 5_000);
    peer = listening.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    peer.close();
    listening.close();
  }

  @Test
  void readsAndWritesAsAny() throws IOException {
    peer.getOutputStream().write(new byte[] {1, (byte) 200, 3});
    InputStream in = socket.getInputStream();
    assertEquals(1, in.read());
    assertEquals(200, in.read());
    assertEquals(1, in.read(new byte[8], 2, 6));
    socket.getOutputStream().write(7);
    socket.getOutputStream().write(new byte[] {0, 8, 9}, 1, 2);
    socket.shutdownOutput();
    assertEquals(7, peer.getInputStream().read());
    assertEquals(8, peer.getInputStream().read());
    assertEquals(9, peer.getInputStream().read());
    assertEquals(-1, peer.getInputStream().read());
    peer.close();
    assertEquals(-1, in.read());
  }

  @Test
  void waitsForNoAcknowledgement() throws IOException {
    assertTrue(socket.getTcpNoDelay());
  }

  @Test
  void waitsAsLongAsItsTimeoutSays() throws IOException {
    socket.setSoTimeout(20);
    assertEquals(20, socket.getSoTimeout());
    long start = System.nanoTime();
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    assertTrue(System.nanoTime() - start >= 15_000_000L);
  }

  @Test
  void answersAPollAtOnce() throws IOException {
    socket.setSoTimeout(HttpSocket.POLL);
    InputStream in = socket.getInputStream();
    SocketTimeoutException nothing = assertThrows(SocketTimeoutException.class, in::read);
    assertEquals(0, nothing.getStackTrace().length);
    assertThrows(SocketTimeoutException.class, () -> in.read(new byte[8]));
    socket.setSoTimeout(0); // It still blocks afterwards.
    peer.getOutputStream().write(9);
    assertEquals(9, in.read());
  }

  @Test
  void takesBytesThatNobodyAskedForAsTheEnd() throws IOException {
    InputStream in = socket.getInputStream();
    peer.getOutputStream().write(new byte[] {1, 2});
    assertEquals(1, in.read()); // So both have come.
    socket.setSoTimeout(HttpSocket.POLL);
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(new byte[8]));
    socket.setSoTimeout(0);
    assertEquals(2, in.read());
  }

  @Test
  void letsTheTimeoutOfAClosedSocketBeSet() throws IOException {
    socket.close();
    socket.setSoTimeout(5);
    assertThrows(IOException.class, () -> socket.getOutputStream());
    assertThrows(SocketException.class, () -> socket.setKeepAlive(true));
  }

  @Test
  void refusesAnImpossibleTimeout() {
    assertThrows(IllegalArgumentException.class, () -> socket.setSoTimeout(-1));
  }

  /** What was said before the peer hung up can be read though nothing can be written any more. */
  @Test
  void readsAfterAWriteThatFailed() throws IOException {
    peer.getOutputStream().write(5);
    peer.close();
    OutputStream out = socket.getOutputStream();
    byte[] some = new byte[1 << 16];
    for (int i = 0; i < 200; i++) { // The first are answered with a RST, so the later ones fail.
      out.write(some);
    }
    InputStream in = socket.getInputStream();
    assertEquals(5, in.read());
    socket.setSoTimeout(HttpSocket.POLL);
    assertEquals(-1, in.read()); // It is of no use any more.
  }

  @Test
  void doesNotWriteOnceItIsClosed() throws IOException {
    OutputStream out = socket.getOutputStream();
    socket.close();
    assertThrows(IOException.class, () -> out.write(1));
  }

  @Test
  void theFactoryConnectsToo() throws IOException {
    SocketFactory factory = new HttpSocketFactory();
    int port = listening.getLocalPort();
    String host = loopback.getHostAddress();
    try (Socket a = factory.createSocket(host, port);
        Socket b = factory.createSocket(loopback, port);
        Socket c = factory.createSocket(host, port, loopback, 0);
        Socket d = factory.createSocket(loopback, port, loopback, 0)) {
      for (Socket each : new Socket[] {a, b, c, d}) {
        assertEquals(port, each.getPort());
      }
    }
  }

  @Test
  void factoriesAreEqual() {
    assertEquals(new HttpSocketFactory(), new HttpSocketFactory());
    assertEquals(new HttpSocketFactory().hashCode(), new HttpSocketFactory().hashCode());
    assertNotEquals(new HttpSocketFactory(), SocketFactory.getDefault());
    assertFalse(new HttpSocketFactory().equals(null));
  }
}
