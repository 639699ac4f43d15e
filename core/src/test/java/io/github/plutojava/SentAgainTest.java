package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeKeys;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.NumberedServer.Request;
import io.github.plutojava.testing.Style;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests are sent again: by whether they are idempotent, and how far they got. */
class SentAgainTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final FakeTime time = new FakeTime(0.5);

  private PlutoClient.Builder retrying(NumberedServer server) {
    return server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults());
  }

  private static RequestBody body() {
    return RequestBody.create(null, "some");
  }

  // A connection that breaks.

  private enum Break {
    CLOSE,
    RESET,
    CLOSE_IN_THE_STATUS_LINE,
    CLOSE_IN_THE_HEADERS;

    /** Whether nothing of the answer comes. */
    boolean isBeforeTheAnswer() {
      return this == CLOSE || this == RESET;
    }

    void readAndBreak(NumberedServer.Connection connection) throws Exception {
      connection.read();
      switch (this) {
        case CLOSE -> {}
        case RESET -> connection.reset();
        case CLOSE_IN_THE_STATUS_LINE -> connection.write("HTTP/1.1 20");
        case CLOSE_IN_THE_HEADERS -> connection.write("HTTP/1.1 200 OK\r\nContent-");
      }
    }
  }

  private static Behaviour breaksAtTheFirst(Break how) {
    return how::readAndBreak;
  }

  private static Behaviour breaksAtTheSecond(Break how) {
    return connection -> {
      connection.answer();
      how.readAndBreak(connection);
    };
  }

  private static Stream<Arguments> withAskings(boolean isBeforeTheAnswer) {
    return Stream.of(Break.values())
        .filter(how -> how.isBeforeTheAnswer() == isBeforeTheAnswer)
        .flatMap(how -> Stream.of(Asking.values()).map(asking -> Arguments.of(how, asking)));
  }

  static Stream<Arguments> breaksBeforeTheAnswer() {
    return withAskings(true);
  }

  static Stream<Arguments> breaksInTheAnswer() {
    return withAskings(false);
  }

  @ParameterizedTest
  @MethodSource("breaksBeforeTheAnswer")
  void aReusedConnectionThatBreaksCostsAnIdempotentCallNothing(Break how, Asking asking)
      throws Exception {
    try (NumberedServer server = new NumberedServer(breaksAtTheSecond(how), NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3);
      assertEquals(List.of(1, 1, 2, 2), server.connectionsOfRequests());
      assertEquals(
          List.of(1L, 2L, 2L, 3L), server.requests().stream().map(Request::number).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("breaksBeforeTheAnswer")
  void itDoesNotCountAsAnAttempt(Break how, Asking asking) throws Exception {
    Behaviour refuses =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(500, "busy"));
        };
    try (NumberedServer server = new NumberedServer(breaksAtTheSecond(how), refuses);
        PlutoClient client = retrying(server).build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1);
      ServerErrorException e =
          assertThrows(ServerErrorException.class, () -> asking.ask(client, 2));
      assertEquals(3, e.attempts());
      assertEquals(List.of(1, 1, 2, 3, 4), server.connectionsOfRequests());
    }
  }

  @ParameterizedTest
  @MethodSource("breaksBeforeTheAnswer")
  void itIsSentAgainOnce(Break how, Asking asking) throws Exception {
    try (NumberedServer server =
            new NumberedServer(
                breaksAtTheSecond(how), breaksAtTheFirst(how), NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1);
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, 2));
      assertEquals(1, e.attempts());
      assertEquals(List.of(1, 1, 2), server.connectionsOfRequests());
    }
  }

  /** The other pooled connection may be as old. */
  @Test
  void itIsSentAgainOnANewConnectionOnly() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Behaviour breaksAtTheSecond =
        connection -> {
          Request request = connection.read();
          both.countDown();
          both.await();
          connection.write(request.rightAnswer());
          connection.read();
        };
    try (NumberedServer server =
            new NumberedServer(breaksAtTheSecond, breaksAtTheSecond, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      CompletableFuture<ResumedRun> one = client.runs().resumeAsync(NumberedServer.target(1));
      CompletableFuture<ResumedRun> two = client.runs().resumeAsync(NumberedServer.target(2));
      assertEquals(1, one.join().runId());
      assertEquals(2, two.join().runId());
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 3);
      assertEquals(3, server.connections());
      assertEquals(4, server.requests().size());
      assertEquals(3, server.requests().get(3).connection());
    }
  }

  @ParameterizedTest
  @MethodSource("breaksInTheAnswer")
  void anAnswerThatHadBegunCostsTheAttempt(Break how, Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(breaksAtTheSecond(how), NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1);
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, 2));
      assertEquals(1, e.attempts());
      NumberedServer.assertOwnAnswers(client, asking, 3);
      assertEquals(List.of(1, 1, 2), server.connectionsOfRequests());
    }
  }

  private static Stream<Arguments> withStyles(Stream<?> firsts) {
    return firsts.flatMap(
        first -> Stream.of(Style.values()).map(style -> Arguments.of(first, style)));
  }

  static Stream<Arguments> breaks() {
    return withStyles(Stream.of(Break.values()));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aPostIsNotSentAgainWhateverBreaks(Break how, Style style) throws Exception {
    try (NumberedServer server =
            new NumberedServer(
                breaksAtTheSecond(how), breaksAtTheFirst(how), NumberedServer.RIGHT);
        PlutoClient client = retrying(server).build()) {
      assertEquals(1, NumberedServer.post(style, client, 1, body()));
      for (int connection = 1; connection <= 2; connection++) { // Reused, and new.
        PlutoTransportException e =
            assertThrows(
                PlutoTransportException.class, () -> NumberedServer.post(style, client, 2, body()));
        assertEquals(1, e.attempts());
        assertTrue(
            e.getMessage().contains(": no complete answer from 127.0.0.1: "), e.getMessage());
      }
      assertEquals(List.of(1, 1, 2), server.connectionsOfRequests());
      assertEquals(List.of(), time.waits());
    }
  }

  // An answer that can pass.

  private static Behaviour refusing(int status) {
    return connection -> {
      connection.read();
      connection.write(NumberedServer.error(status, "no"));
      connection.answerAll();
    };
  }

  static Stream<Arguments> refused() {
    return withStyles(Stream.of(429, 503));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aPostThatTheServerRefusedIsSentAgain(int status, Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(refusing(status));
        PlutoClient client = retrying(server).build()) {
      assertEquals(1, NumberedServer.post(style, client, 1, body()));
      assertEquals(2, server.requests().size());
      assertEquals(1, time.waits().size());
    }
  }

  static Stream<Arguments> taken() {
    return withStyles(Stream.of(401, 408, 500, 502, 504));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void aPostThatTheServerMayHaveActedOnIsNot(int status, Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(refusing(status));
        PlutoClient client = retrying(server).apiKey(new FakeKeys("old", "new")).build()) {
      PlutoApiException e =
          assertThrows(
              PlutoApiException.class, () -> NumberedServer.post(style, client, 1, body()));
      assertEquals(status, e.status());
      assertEquals(1, e.attempts());
      assertEquals(1, server.requests().size());
      assertEquals(List.of(), time.waits());
    }
  }

  static Stream<Arguments> passing() {
    return Stream.of(401, 408, 429, 500, 502, 503, 504)
        .flatMap(status -> Stream.of(Asking.values()).map(asking -> Arguments.of(status, asking)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void anIdempotentRequestIsSentAgainAfterAllOfThem(int status, Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(refusing(status));
        PlutoClient client = retrying(server).apiKey(new FakeKeys("old", "new")).build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1);
      assertEquals(List.of(1, 1), server.connectionsOfRequests());
    }
  }

  // No connection.

  /** An address of this machine on which nothing listens. */
  private static InetAddress dead() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A client whose host has one address after the other, and keeps the last. */
  private PlutoClient lookingUp(NumberedServer server, InetAddress... addresses) {
    AtomicInteger lookups = new AtomicInteger();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host ->
                    List.of(addresses[Math.min(lookups.getAndIncrement(), addresses.length - 1)]))
            .connectTimeout(5, TimeUnit.SECONDS)
            .build();
    return retrying(server).baseUrl("http://localhost:" + server.port()).httpClient(http).build();
  }

  @ParameterizedTest
  @EnumSource
  void aPostThatFoundNoConnectionIsSentAgain(Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = lookingUp(server, dead(), LOOPBACK)) {
      assertEquals(1, NumberedServer.post(style, client, 1, body()));
      assertEquals(1, server.requests().size());
      assertEquals(1, time.waits().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnAttemptHadIsForgottenInTheNext(Style style) throws Exception {
    Behaviour refusesAndCloses =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(503, "busy", "Connection: close"));
        };
    try (NumberedServer server = new NumberedServer(refusesAndCloses, NumberedServer.RIGHT);
        PlutoClient client = lookingUp(server, LOOPBACK, dead(), LOOPBACK)) {
      assertEquals(1, NumberedServer.post(style, client, 1, body()));
      assertEquals(List.of(1, 2), server.connectionsOfRequests());
      assertEquals(2, time.waits().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMessageIsAboutTheLastAttempt(Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(breaksAtTheFirst(Break.CLOSE));
        PlutoClient client = lookingUp(server, LOOPBACK, dead())) {
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, 1));
      assertEquals(3, e.attempts());
      assertTrue(e.getMessage().contains(": no connection to localhost: "), e.getMessage());
      assertEquals(1, server.requests().size());
    }
    try (NumberedServer server = new NumberedServer(breaksAtTheFirst(Break.CLOSE));
        PlutoClient client = lookingUp(server, dead(), LOOPBACK)) {
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, 1));
      assertTrue(e.getMessage().contains(": no complete answer from localhost: "), e.getMessage());
      assertEquals(2, server.requests().size());
    }
  }
}
