package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.http.HttpClients;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FullServer;
import io.github.plutojava.testing.ManyConnections;
import io.github.plutojava.testing.ServerTest;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;

/**
 * An interrupt ends a synchronous call wherever it is, also over the platform's SOCKS proxy, for
 * which OkHttp makes other sockets.
 */
class InterruptTest extends ServerTest {
  /** How the server is reached. */
  enum Way {
    DIRECT,
    SOCKS
  }

  private static final List<String> PROPERTIES = List.of("socksProxyHost", "socksProxyPort");
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("pluto.test")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  private final Map<String, String> propertiesBefore = new HashMap<>();

  /** Released by the server when a call is where it is to be interrupted. */
  private final Semaphore begun = new Semaphore(0);

  private ManyConnections socks;

  @BeforeEach
  void noteProperties() {
    for (String name : PROPERTIES) {
      propertiesBefore.put(name, System.getProperty(name));
    }
  }

  @AfterEach
  void restoreProperties() {
    propertiesBefore.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private ManyConnections serve(ManyConnections.Behaviour behaviour) throws IOException {
    return closeLater(new ManyConnections(behaviour));
  }

  /** A SOCKS 5 proxy without passwords that takes every name for this machine. */
  private static void connectThrough(ManyConnections.Connection client) throws IOException {
    DataInputStream in = new DataInputStream(client.in());
    in.readByte();
    in.readFully(new byte[in.readByte()]);
    client.write(new byte[] {5, 0});
    in.readFully(new byte[3]);
    in.readFully(
        new byte
            [switch (in.readByte()) {
              case 1 -> 4;
              case 3 -> in.readByte();
              default -> 16;
            }]);
    try (Socket server = new Socket(Proxy.NO_PROXY)) {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), in.readUnsignedShort()));
      client.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
      Thread back =
          DaemonThreads.named("SOCKS")
              .newThread(
                  () -> {
                    try (Socket closedAtTheEnd = client.socket()) {
                      server.getInputStream().transferTo(closedAtTheEnd.getOutputStream());
                    } catch (IOException e) { // One of them is gone.
                    }
                  });
      back.start();
      in.transferTo(server.getOutputStream());
    }
  }

  private void setSocks(ManyConnections proxy) {
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "" + proxy.port());
  }

  private PlutoClient.Builder builder(Way way, String scheme, int port) throws IOException {
    if (way == Way.SOCKS) {
      socks = serve(InterruptTest::connectThrough);
      setSocks(socks);
    }
    // The platform asks no proxy for addresses of this machine.
    String host = way == Way.SOCKS ? "pluto.test" : "127.0.0.1";
    return builder().baseUrl(scheme + "://" + host + ":" + port).allowCleartext();
  }

  private PlutoClient client(Way way, ManyConnections server) throws IOException {
    return closeLater(builder(way, "http", server.port()).build());
  }

  /** As the client's own for https, but with trust in the server of the test. */
  private static OkHttpClient trusting() {
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();
    return new HttpClients(UnaryOperator.identity())
        .forUrl(HttpUrl.get("https://localhost"))
        .newBuilder()
        .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
        .build();
  }

  private PlutoTransportException interrupted(PlutoClient client) throws Exception {
    return interrupted(client, own -> own.runs().resume(MMP_1));
  }

  /** Makes the call on a thread of its own, and interrupts that once the call has begun. */
  private PlutoTransportException interrupted(PlutoClient client, Consumer<PlutoClient> call)
      throws Exception {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                call.accept(client);
              } catch (RuntimeException e) {
                failure.set(e);
              }
              isInterrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    begun.acquire();
    thread.interrupt();
    thread.join(5_000);
    assertFalse(thread.isAlive(), "the call goes on");
    assertTrue(isInterrupted.get(), "the interrupt was swallowed");
    PlutoTransportException e = assertInstanceOf(PlutoTransportException.class, failure.get());
    assertTrue(
        e.getMessage().contains(": the thread was interrupted before the answer came"),
        e.getMessage());
    assertFalse(e.timedOut());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    return e;
  }

  private void assertWent(Way way) {
    if (way == Way.SOCKS) {
      assertTrue(socks.connections() > 0, "the call went round the proxy");
    }
  }

  private void hang(ManyConnections.Connection connection) throws InterruptedException {
    begun.release();
    connection.hang();
  }

  private void readAndHang(ManyConnections.Connection connection) throws Exception {
    connection.read();
    hang(connection);
  }

  interface Things {
    @GET("thing")
    Map<String, Object> thing();

    @POST("thing")
    Void upload(@Body RequestBody body);
  }

  @ParameterizedTest
  @EnumSource
  void endsTheWaitForAnAnswer(Way way) throws Exception {
    ManyConnections server = serve(this::readAndHang);
    interrupted(client(way, server));
    assertEquals(1, server.requests().size());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void endsAGet(Way way) throws Exception {
    ManyConnections server = serve(this::readAndHang);
    interrupted(client(way, server), client -> client.create(Things.class).thing());
    assertEquals(1, server.requests().size());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void endsACallOnAConnectionUsedBefore(Way way) throws Exception {
    ManyConnections server =
        serve(
            connection -> {
              connection.read();
              connection.answer(200, Answers.RUN_1);
              readAndHang(connection);
            });
    PlutoClient client = client(way, server);
    client.runs().resume(MMP_1);
    interrupted(client);
    assertEquals(1, server.connections());
    assertEquals(2, server.requests().size());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void endsACallInTheMiddleOfItsAnswer(Way way) throws Exception {
    ManyConnections server =
        serve(
            connection -> {
              connection.read();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"runId\":");
              hang(connection);
            });
    interrupted(client(way, server));
    assertEquals(1, server.requests().size());
    assertWent(way);
  }

  /** More than all buffers on the way hold. */
  private static final class Endless extends RequestBody {
    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      while (true) {
        sink.write(new byte[8192]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsSending(Way way) throws Exception {
    ManyConnections server = serve(this::hang);
    interrupted(client(way, server), client -> client.create(Things.class).upload(new Endless()));
    assertEquals(1, server.connections());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void endsATlsHandshake(Way way) throws Exception {
    ManyConnections server =
        serve(
            connection -> {
              assertEquals(22, connection.in().read()); // The handshake's first byte.
              hang(connection);
            });
    interrupted(closeLater(builder(way, "https", server.port()).build()));
    assertEquals(1, server.connections());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void endsACallOverTls(Way way) throws Exception {
    SSLSocketFactory secure =
        new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory();
    ManyConnections server =
        serve(
            connection -> {
              SSLSocket socket =
                  (SSLSocket) secure.createSocket(connection.socket(), null, 0, false);
              socket.setUseClientMode(false);
              assertEquals('P', socket.getInputStream().read()); // Of POST.
              hang(connection);
            });
    interrupted(closeLater(builder(way, "https", server.port()).httpClient(trusting()).build()));
    assertEquals(1, server.connections());
    assertWent(way);
  }

  @ParameterizedTest
  @EnumSource
  void doesNotHarmTheNextCall(Way way) throws Exception {
    AtomicInteger connections = new AtomicInteger();
    ManyConnections server =
        serve(
            connection -> {
              if (connections.incrementAndGet() == 1) {
                readAndHang(connection);
              }
              connection.read();
              connection.answer(200, Answers.RUN_1);
              connection.hang();
            });
    PlutoClient client = client(way, server);
    interrupted(client);
    assertEquals(1, client.runs().resume(MMP_1).runId());
    assertEquals(2, server.requests().size());
    assertEquals(2, server.connections());
  }

  @Test
  void endsTheTalkWithASocksProxyThatDoesNotAnswer() throws Exception {
    ManyConnections silent =
        serve(
            connection -> {
              assertEquals(5, connection.in().read()); // The version.
              hang(connection);
            });
    setSocks(silent);
    interrupted(closeLater(builder().baseUrl("http://pluto.test").allowCleartext().build()));
    assertEquals(1, silent.connections());
  }

  @Test
  void endsConnectingToASocksProxy() throws Exception {
    try (FullServer full = new FullServer()) {
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", "" + HttpUrl.get(full.url()).port());
      EventListener listener =
          new EventListener() {
            @Override
            public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
              begun.release();
            }
          };
      OkHttpClient own =
          new HttpClients(UnaryOperator.identity())
              .forUrl(HttpUrl.get("http://localhost"))
              .newBuilder()
              .eventListener(listener)
              .build();
      interrupted(
          closeLater(
              builder().baseUrl("http://pluto.test").allowCleartext().httpClient(own).build()));
    }
  }

  @Test
  void endsTheWaitForALookupThatGoesOn() throws Exception {
    CountDownLatch found = new CountDownLatch(1);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  begun.release();
                  awaitUninterruptibly(found);
                  return List.of(InetAddress.getLoopbackAddress());
                })
            .build();
    enqueue(Answers.run1());
    PlutoClient client =
        closeLater(
            builder()
                .baseUrl("http://pluto.test:" + server.getPort())
                .allowCleartext()
                .httpClient(http)
                .callTimeout(Duration.ofSeconds(20))
                .build());
    interrupted(client);
    assertEquals(0, sockets.accepted());
    found.countDown();
    assertEquals(1, client.runs().resume(MMP_1).runId());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endsACallOnALentClientsOwnSockets() throws Exception {
    ManyConnections server = serve(this::readAndHang);
    OkHttpClient http = new OkHttpClient.Builder().socketFactory(new PlainSockets()).build();
    interrupted(closeLater(builder().baseUrl(server.url()).httpClient(http).build()));
    assertEquals(1, server.requests().size());
  }

  private static final class PlainSockets extends SocketFactory {
    @Override
    public Socket createSocket() {
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException("OkHttp connects itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
      throw new UnsupportedOperationException("OkHttp connects itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException("OkHttp connects itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException("OkHttp connects itself");
    }
  }
}
