package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server or a network can do to a connection, and what becomes of the call. */
class FaultMatrixTest {
  private static final InetAddress DEAD = dead();
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final RawServer.Behaviour GOOD =
      connection -> {
        connection.readRequest();
        connection.writeRun();
      };

  /** A fault, and how many requests come whole before it shows. */
  private record Fault(String name, int requests, RawServer.Behaviour behaviour) {
    /** What the server answers to a whole request before it closes the connection. */
    static Fault answering(String name, String answer) {
      return new Fault(
          name,
          1,
          connection -> {
            connection.readRequest();
            connection.write(answer);
          });
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Fault> BROKEN =
      List.of(
          new Fault("close at once", 0, connection -> {}),
          new Fault("reset at once", 0, RawServer.Connection::reset),
          new Fault("close in the head", 0, connection -> connection.read(20)),
          new Fault("close before the body", 0, RawServer.Connection::readHead),
          new Fault(
              "close in the body", 0, connection -> connection.read(connection.readHead() / 2)),
          new Fault("close after the request", 1, RawServer.Connection::readRequest),
          new Fault(
              "reset after the request",
              1,
              connection -> {
                connection.readRequest();
                connection.reset();
              }),
          Fault.answering("status line cut", "HTTP/1."),
          Fault.answering("no status line", "hello\r\n\r\n"),
          Fault.answering("status is no number", "HTTP/1.1 abc OK\r\n\r\n"),
          Fault.answering("headers cut", HEAD + "Content-Type: appl"),
          Fault.answering("too many headers", HEAD + "X: y\r\n".repeat(100_000) + "\r\n"),
          Fault.answering("body cut", HEAD + "Content-Length: 500\r\n\r\n" + Answers.RUN_1),
          Fault.answering(
              "chunked body cut", HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"run"),
          Fault.answering(
              "chunked body without its end",
              HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk(Answers.RUN_1)),
          Fault.answering(
              "chunk size is no number", HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
          Fault.answering(
              "gzip cut",
              HEAD
                  + "Connection: close\r\n" // Else the connection is pooled: the answer is whole.
                  + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u007f\b"));

  /** An address of this machine on which nothing listens. */
  private static InetAddress dead() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static Stream<Arguments> withStyles(List<Fault> faults) {
    return faults.stream()
        .flatMap(fault -> Stream.of(Style.values()).map(style -> Arguments.of(fault, style)));
  }

  static Stream<Arguments> broken() {
    return withStyles(BROKEN);
  }

  private final FakeTime time = new FakeTime(0.5);

  private PlutoClient.Builder builder(RawServer server) {
    return PlutoClient.builder().apiKey(ServerTest.KEY).baseUrl(server.url()).timing(time.timing());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void failsOnceWithoutRetries(Fault fault, Style style) throws IOException {
    try (RawServer server = new RawServer(fault.behaviour());
        PlutoClient client = builder(server).retryPolicy(RetryPolicy.none()).build()) {
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> style.resume(client, ServerTest.MMP_1));
      assertEquals(1, e.attempts());
      assertFalse(e.timedOut());
      assertFalse(e.getCause().toString().contains("plutojava"), e.getCause().toString());
      assertEquals(1, server.connections());
      assertEquals(fault.requests(), server.requests());
    }
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isRetriedUntilItPasses(Fault fault, Style style) throws IOException {
    try (RawServer server = new RawServer(fault.behaviour(), fault.behaviour(), GOOD);
        PlutoClient client = builder(server).build()) {
      assertEquals(1, style.resume(client, ServerTest.MMP_1).runId());
      assertEquals(3, server.connections());
      assertEquals(2 * fault.requests() + 1, server.requests());
      assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), time.waits());
    }
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isTriedThreeTimesIfItDoesNotPass(Fault fault, Style style) throws IOException {
    try (RawServer server = new RawServer(fault.behaviour());
        PlutoClient client = builder(server).build()) {
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> style.resume(client, ServerTest.MMP_1));
      assertEquals(3, e.attempts());
      assertEquals(3, server.connections());
      assertTrue(e.getMessage().endsWith(" (after 3 attempts)"), e.getMessage());
    }
  }

  static Stream<Arguments> odd() {
    return withStyles(
        List.of(
            Fault.answering("no length", HEAD + "\r\n" + Answers.RUN_1),
            Fault.answering("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + Answers.RUN_1),
            Fault.answering("no reason", "HTTP/1.1 200\r\n\r\n" + Answers.RUN_1),
            Fault.answering(
                "length is no number", HEAD + "Content-Length: x\r\n\r\n" + Answers.RUN_1),
            Fault.answering(
                "connection: close", HEAD + "Connection: close\r\n\r\n" + Answers.RUN_1),
            Fault.answering(
                "100 before the answer",
                "HTTP/1.1 100 Continue\r\n\r\n" + HEAD + "\r\n" + Answers.RUN_1),
            Fault.answering(
                "chunks of one byte",
                HEAD
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + Answers.RUN_1.replaceAll("(.)", "1\r\n$1\r\n")
                    + "0\r\n\r\n")));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void takesAnOddAnswer(Fault fault, Style style) throws IOException {
    try (RawServer server = new RawServer(fault.behaviour());
        PlutoClient client = builder(server).build()) {
      assertEquals(1, style.resume(client, ServerTest.MMP_1).runId());
      assertEquals(1, server.requests());
    }
  }

  /** Writes until the client closes the connection. */
  private static RawServer.Behaviour endless(String statusLine, CountDownLatch closed) {
    return connection -> {
      connection.readRequest();
      connection.write(statusLine + "Transfer-Encoding: chunked\r\n\r\n");
      try {
        while (true) {
          connection.write(chunk(" ".repeat(8192)));
        }
      } finally {
        closed.countDown();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void stopsReadingAnEndlessBody(Style style) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server = new RawServer(endless(HEAD, closed));
        PlutoClient client = builder(server).build()) {
      PlutoResponseException e =
          assertThrows(PlutoResponseException.class, () -> style.resume(client, ServerTest.MMP_1));
      assertTrue(e.getMessage().contains("is larger than 1048576 bytes"), e.getMessage());
      assertEquals(1, server.connections());
      assertTrue(closed.await(5, TimeUnit.SECONDS), "the connection is open");
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsReadingTheEndlessBodyOfAnError(Style style) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server = new RawServer(endless("HTTP/1.1 400 Bad Request\r\n", closed));
        PlutoClient client = builder(server).callTimeout(Duration.ofSeconds(20)).build()) {
      BadRequestException e =
          assertThrows(BadRequestException.class, () -> style.resume(client, ServerTest.MMP_1));
      assertEquals(" ".repeat(8192), e.body());
      assertEquals(1, server.connections());
      assertTrue(closed.await(5, TimeUnit.SECONDS), "the connection is open");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reachesAHostByItsSecondAddress(Style style) throws IOException {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(host -> List.of(DEAD, InetAddress.getLoopbackAddress()))
            .build();
    try (RawServer server = new RawServer(GOOD);
        PlutoClient client =
            builder(server)
                .baseUrl("http://localhost:" + server.port())
                .httpClient(http)
                .retryPolicy(RetryPolicy.none())
                .build()) {
      assertEquals(1, style.resume(client, ServerTest.MMP_1).runId());
      assertEquals(1, server.requests());
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTryTheSecondAddressOnceTheRequestIsSent(Style style) throws IOException {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(host -> List.of(InetAddress.getLoopbackAddress(), DEAD))
            .build();
    try (RawServer server = new RawServer(RawServer.Connection::readRequest);
        PlutoClient client =
            builder(server)
                .baseUrl("http://localhost:" + server.port())
                .httpClient(http)
                .retryPolicy(RetryPolicy.none())
                .build()) {
      Exception e =
          assertThrows(PlutoTransportException.class, () -> style.resume(client, ServerTest.MMP_1));
      assertInstanceOf(IOException.class, e.getCause());
      assertEquals(1, server.requests());
    }
  }
}
