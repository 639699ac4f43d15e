package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket on a channel does what any does, and does not wait where that is not wanted. */
class ChannelSocketTest {
  private final InetAddress loopback = InetAddress.getLoopbackAddress();
  private ServerSocket listening;
  private Socket socket;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 50, loopback);
    socket = new ChannelSocketFactory().createSocket();
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
  void knowsWhatItIsConnectedTo() {
    assertTrue(socket.isConnected());
    assertEquals(loopback, socket.getInetAddress());
    assertEquals(listening.getLocalPort(), socket.getPort());
    assertEquals(peer.getPort(), socket.getLocalPort());
    assertEquals(loopback, socket.getLocalAddress());
    assertEquals(listening.getLocalSocketAddress(), socket.getRemoteSocketAddress());
  }

  @Test
  void readsWhatIsThereAndTheEnd() throws IOException {
    peer.getOutputStream().write(new byte[] {1, (byte) 200, 3});
    InputStream in = socket.getInputStream();
    assertEquals(1, in.read());
    assertEquals(200, in.read());
    assertEquals(1, in.available());
    assertEquals(1, in.read(new byte[8], 2, 6));
    peer.close();
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(new byte[8]));
  }

  @Test
  void writes() throws IOException {
    socket.getOutputStream().write(new byte[] {7, 8});
    socket.shutdownOutput();
    assertEquals(7, peer.getInputStream().read());
    assertEquals(8, peer.getInputStream().read());
    assertEquals(-1, peer.getInputStream().read());
  }

  @Test
  void waitsAsLongAsItsTimeoutSays() throws IOException {
    socket.setSoTimeout(20);
    long start = System.nanoTime();
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    assertTrue(System.nanoTime() - start >= 15_000_000L);
  }

  @Test
  void doesNotWaitWithTheShortestTimeout() throws IOException {
    socket.setSoTimeout(ChannelSocketImpl.SHORTEST_TIMEOUT);
    InputStream in = socket.getInputStream();
    SocketTimeoutException nothing = assertThrows(SocketTimeoutException.class, in::read);
    assertEquals(0, nothing.getStackTrace().length);
    assertEquals(0, in.read(new byte[8], 0, 0));

    socket.setSoTimeout(0); // It still blocks afterwards.
    peer.getOutputStream().write(9);
    assertEquals(9, in.read());

    peer.getOutputStream().write(new byte[] {1, 2});
    assertEquals(1, in.read()); // So both have come.
    socket.setSoTimeout(ChannelSocketImpl.SHORTEST_TIMEOUT);
    byte[] bytes = new byte[8];
    assertEquals(1, in.read(bytes, 3, 5));
    assertEquals(2, bytes[3]);

    peer.close();
    socket.setSoTimeout(0);
    assertEquals(-1, in.read()); // So the end has come.
    socket.setSoTimeout(ChannelSocketImpl.SHORTEST_TIMEOUT);
    assertEquals(-1, in.read());
  }

  @Test
  void keepsItsOptions() throws IOException {
    for (boolean on : new boolean[] {true, false}) {
      socket.setTcpNoDelay(on);
      assertEquals(on, socket.getTcpNoDelay());
      socket.setKeepAlive(on);
      assertEquals(on, socket.getKeepAlive());
      socket.setOOBInline(on);
      assertEquals(on, socket.getOOBInline());
      socket.setReuseAddress(on);
      assertEquals(on, socket.getReuseAddress());
      socket.setSoLinger(on, 3);
      assertEquals(on ? 3 : -1, socket.getSoLinger());
    }
    socket.setSoTimeout(1234);
    assertEquals(1234, socket.getSoTimeout());
    socket.setReceiveBufferSize(20_000);
    assertTrue(socket.getReceiveBufferSize() >= 20_000);
    socket.setSendBufferSize(30_000);
    assertTrue(socket.getSendBufferSize() >= 30_000);
    socket.setTrafficClass(8);
    assertEquals(8, socket.getTrafficClass());
  }

  @Test
  void isClosedForGood() throws IOException {
    InputStream in = socket.getInputStream();
    socket.close();
    assertTrue(socket.isClosed());
    assertThrows(IOException.class, in::read);
    assertEquals(-1, peer.getInputStream().read());
  }

  @Test
  void canBeBound() throws IOException {
    try (Socket bound = new ChannelSocketFactory().createSocket()) {
      bound.bind(new InetSocketAddress(loopback, 0));
      int port = bound.getLocalPort();
      assertTrue(port > 0);
      bound.connect(listening.getLocalSocketAddress());
      assertEquals(port, bound.getLocalPort());
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    listening.close();
    try (Socket refused = new ChannelSocketFactory().createSocket()) {
      assertThrows(
          ConnectException.class,
          () -> refused.connect(new InetSocketAddress(loopback, listening.getLocalPort())));
      assertFalse(refused.isConnected());
    }
  }

  @Test
  void shutsDownItsInput() throws IOException {
    peer.getOutputStream().write(1);
    socket.shutdownInput();
    assertTrue(socket.isInputShutdown());
    assertThrows(SocketException.class, () -> socket.getInputStream());
  }

  @Test
  void theFactoryConnectsToo() throws IOException {
    ChannelSocketFactory factory = new ChannelSocketFactory();
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
}
