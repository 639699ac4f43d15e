package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.http.GET;

/** A pooled connection that the server closed while it was idle costs neither a call nor a wait. */
class StaleConnectionTest {
  interface Gets {
    @GET("run")
    ResumedRun get();
  }

  /** Answers one request on each connection and closes it, with a FIN or a RST. */
  private static final class ClosingServer implements AutoCloseable {
    final ServerSocket listening;
    final AtomicInteger requests = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);

    ClosingServer(boolean reset) throws Exception {
      this(reset, ServerSocketFactory.getDefault());
    }

    ClosingServer(boolean reset, ServerSocketFactory sockets) throws Exception {
      listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    try (Socket socket = listening.accept()) {
                      answer(socket, reset);
                    }
                    closed.countDown();
                  }
                } catch (Exception e) { // Closed: the test is over.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    private void answer(Socket socket, boolean reset) throws Exception {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) in.read());
      }
      if (request.indexOf("POST") == 0) {
        in.readNBytes("{\"displayId\":\"MMP-1\"}".length());
      }
      requests.incrementAndGet();
      OutputStream out = socket.getOutputStream();
      String head = "HTTP/1.1 200 OK\r\nContent-Length: " + Answers.RUN_1.length() + "\r\n\r\n";
      out.write((head + Answers.RUN_1).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      if (reset) {
        acknowledged.await();
        socket.setSoLinger(true, 0);
      }
    }

    /** A reset destroys what the client has not read yet, so it waits for that. */
    final CountDownLatch acknowledged = new CountDownLatch(1);

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  private static PlutoClient client(ClosingServer server, FakeTime time) {
    return PlutoClient.builder()
        .apiKey(ServerTest.KEY)
        .baseUrl("http://127.0.0.1:" + server.listening.getLocalPort())
        .retryPolicy(RetryPolicy.none())
        .callTimeout(Duration.ofSeconds(20))
        .timing(time.timing())
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void costsNoPost(Style style) throws Exception {
    for (boolean reset : new boolean[] {false, true}) {
      FakeTime time = new FakeTime(0.5);
      try (ClosingServer server = new ClosingServer(reset);
          PlutoClient client = client(server, time)) {
        assertCostsNoPost(style, client, server, time);
      }
    }
  }

  private static void assertCostsNoPost(
      Style style, PlutoClient client, ClosingServer server, FakeTime time) throws Exception {
    style.resume(client, ServerTest.MMP_1);
    server.acknowledged.countDown();
    assertTrue(server.closed.await(5, TimeUnit.SECONDS));
    assertEquals(1, style.resume(client, ServerTest.MMP_1).runId());
    assertEquals(2, server.requests.get());
    assertTrue(time.waits().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void costsNoGet(boolean reset) throws Exception {
    FakeTime time = new FakeTime(0.5);
    try (ClosingServer server = new ClosingServer(reset);
        PlutoClient client = client(server, time)) {
      Gets gets = client.create(Gets.class);
      gets.get();
      server.acknowledged.countDown();
      assertTrue(server.closed.await(5, TimeUnit.SECONDS));
      assertEquals(1, gets.get().runId());
      assertEquals(2, server.requests.get());
      assertTrue(time.waits().isEmpty());
    }
  }

  /** On the sockets of the client's own connections, under TLS. */
  @ParameterizedTest
  @EnumSource
  void costsNoPostOverHttps(Style style) throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    HandshakeCertificates servers =
        new HandshakeCertificates.Builder().heldCertificate(held).build();
    HandshakeCertificates clients =
        new HandshakeCertificates.Builder().addTrustedCertificate(held.certificate()).build();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .sslSocketFactory(clients.sslSocketFactory(), clients.trustManager())
            .build();
    for (boolean reset : new boolean[] {false, true}) {
      FakeTime time = new FakeTime(0.5);
      try (ClosingServer server =
              new ClosingServer(reset, servers.sslContext().getServerSocketFactory());
          PlutoClient client =
              client(server, time).toBuilder()
                  .baseUrl("https://localhost:" + server.listening.getLocalPort())
                  .httpClient(http)
                  .build()) {
        assertCostsNoPost(style, client, server, time);
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aGetTakesAnotherConnectionIfTheServerSpokeUnasked() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch spoken = new CountDownLatch(1);
    AtomicInteger more = new AtomicInteger();
    RawServer.Behaviour speaksUnasked =
        connection -> {
          connection.readRequest();
          connection.writeRun();
          awaitUninterruptibly(read);
          connection.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
          spoken.countDown();
          connection.readRequest();
          more.incrementAndGet();
        };
    RawServer.Behaviour answers =
        connection -> {
          connection.readRequest();
          connection.writeRun();
        };
    try (RawServer server = new RawServer(speaksUnasked, answers);
        PlutoClient client =
            PlutoClient.builder()
                .apiKey(ServerTest.KEY)
                .baseUrl(server.url())
                .retryPolicy(RetryPolicy.none())
                .build()) {
      Gets gets = client.create(Gets.class);
      gets.get();
      read.countDown();
      assertTrue(spoken.await(5, TimeUnit.SECONDS));
      assertEquals(1, gets.get().runId());
      assertEquals(2, server.connections());
    }
    assertEquals(0, more.get());
  }

  @Test
  void aGetGoesOnAnOpenConnectionAsUsual() throws Exception {
    try (okhttp3.mockwebserver.MockWebServer server = new okhttp3.mockwebserver.MockWebServer()) {
      server.enqueue(Answers.run1());
      server.enqueue(Answers.run1());
      try (PlutoClient client =
          PlutoClient.builder()
              .apiKey(ServerTest.KEY)
              .baseUrl(server.url("/").toString())
              .build()) {
        Gets gets = client.create(Gets.class);
        gets.get();
        gets.get();
      }
      assertEquals(0, server.takeRequest().getSequenceNumber());
      assertEquals(1, server.takeRequest().getSequenceNumber());
    }
  }
}
