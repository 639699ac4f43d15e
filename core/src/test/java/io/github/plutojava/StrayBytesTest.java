package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.net.OkHttpVersion;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.NumberedServer.Request;
import io.github.plutojava.testing.NumberedServer.Things;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends before, behind or between its answers makes no call get another's answer. */
class StrayBytesTest {
  private final FakeTime time = new FakeTime(0.5);

  private PlutoClient.Builder retrying(NumberedServer server) {
    return server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults());
  }

  private static String interim(int code) {
    return "HTTP/1.1 " + code + " Info\r\nX-Interim: 1\r\n\r\n";
  }

  // Before an answer.

  static Stream<Arguments> interimsAndAskings() {
    return Stream.of(
            List.of(101),
            List.of(102),
            List.of(103),
            List.of(199),
            List.of(100, 100),
            List.of(100, 103),
            List.of(103, 103))
        .flatMap(
            codes -> Asking.RESUME_AND_GET.stream().map(asking -> Arguments.of(codes, asking)));
  }

  /** Sends interim answers before the answer to the first request. */
  private static Behaviour interimBeforeTheFirst(List<Integer> codes) {
    String interim = codes.stream().map(StrayBytesTest::interim).collect(Collectors.joining());
    return connection -> {
      connection.write(interim + connection.read().rightAnswer());
      connection.answerAll();
    };
  }

  @ParameterizedTest
  @MethodSource("interimsAndAskings")
  void interimAnswersCostAtMostAnAttempt(List<Integer> codes, Asking asking) throws Exception {
    try (NumberedServer server =
            new NumberedServer(interimBeforeTheFirst(codes), NumberedServer.RIGHT);
        PlutoClient client = retrying(server).build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3, 4);
      assertEquals(4 + time.waits().size(), server.requests().size());
      assertTrue(time.waits().size() <= 1, "" + time.waits());
    }
  }

  @ParameterizedTest
  @MethodSource("interimsAndAskings")
  void interimAnswersCostNoOtherCall(List<Integer> codes, Asking asking) throws Exception {
    try (NumberedServer server =
            new NumberedServer(interimBeforeTheFirst(codes), NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      assertAnswersOrNamesTheInterim(client, asking, 1);
      NumberedServer.assertOwnAnswers(client, asking, 2, 3, 4);
      assertEquals(4, server.requests().size());
    }
  }

  /** OkHttp 3.14 skips but one 100, and its successors more. */
  private static void assertAnswersOrNamesTheInterim(
      PlutoClient client, Asking asking, long number) {
    if (OkHttpVersion.IS_3) {
      assertNamesTheInterim(
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, number)));
      return;
    }
    try {
      NumberedServer.assertOwnAnswers(client, asking, number);
    } catch (PlutoTransportException e) {
      assertNamesTheInterim(e);
    }
  }

  private static void assertNamesTheInterim(PlutoTransportException e) {
    assertTrue(e.getMessage().contains("interim answer"), e.getMessage());
    assertEquals(1, e.attempts());
  }

  @ParameterizedTest
  @EnumSource
  void anInterimAnswerBeforeEachAnswer(Asking asking) throws Exception {
    Behaviour hints =
        connection -> {
          while (true) {
            connection.write(interim(103) + connection.read().rightAnswer());
          }
        };
    try (NumberedServer server = new NumberedServer(hints);
        PlutoClient client = server.client().build()) {
      for (int number = 1; number <= 3; number++) {
        assertAnswersOrNamesTheInterim(client, asking, number);
      }
      assertEquals(3, server.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterimAnswerLongBeforeTheAnswer(Asking asking) throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    Behaviour hintsAndWaits =
        connection -> {
          Request request = connection.read();
          connection.write(interim(103));
          // It does not come if the client waits for the answer.
          boolean unused = second.await(20, TimeUnit.MILLISECONDS);
          connection.write(request.rightAnswer());
          connection.answerAll();
        };
    Behaviour right =
        connection -> {
          second.countDown();
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(hintsAndWaits, right);
        PlutoClient client = retrying(server).build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3, 4);
      assertEquals(4 + time.waits().size(), server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 103})
  void noRunOfABatchIsMistakenForAnother(int code) throws Exception {
    AtomicInteger count = new AtomicInteger();
    Behaviour hintsOnce =
        connection -> {
          while (true) {
            Request request = connection.read();
            String interim = count.incrementAndGet() == 50 ? interim(code).repeat(2) : "";
            connection.write(interim + request.rightAnswer());
          }
        };
    try (NumberedServer server = new NumberedServer(hintsOnce);
        PlutoClient client = retrying(server).build()) {
      List<ResumeTarget> targets =
          Stream.iterate(1, n -> n + 1).limit(200).map(NumberedServer::target).toList();
      List<ResumeTarget> resumed = new ArrayList<>();
      BulkResumer.Summary summary =
          new BulkResumer(client.runs(), 4)
              .resumeAll(
                  targets,
                  outcome -> {
                    if (outcome instanceof ResumeOutcome.Resumed right) {
                      assertEquals(NumberedServer.target(right.run().runId()), right.target());
                      resumed.add(right.target());
                    }
                  });
      assertEquals(new BulkResumer.Summary(200, 0), summary);
      assertEquals(Set.copyOf(targets), Set.copyOf(resumed));
      assertEquals(200 + time.waits().size(), server.requests().size());
    }
  }

  // Instead of an answer.

  @ParameterizedTest
  @ValueSource(ints = {600, 777, 999})
  void aStatusThatIsNoneOfHttpIsNoAnswer(int status) throws Exception {
    for (Style style : Style.values()) {
      Behaviour odd =
          connection -> {
            connection.read();
            connection.write(NumberedServer.error(status, "odd"));
            connection.answerAll();
          };
      try (NumberedServer server = new NumberedServer(odd, odd, odd, NumberedServer.RIGHT);
          PlutoClient client = retrying(server).build()) {
        PlutoTransportException e =
            assertThrows(
                PlutoTransportException.class,
                () -> style.resume(client, NumberedServer.target(1)));
        assertTrue(
            e.getMessage()
                .contains(": an answer with the status " + status + ", which HTTP does not have"),
            e.getMessage());
        assertEquals(3, e.attempts());
        assertEquals(2, style.resume(client, NumberedServer.target(2)).runId());
        assertEquals(List.of(1, 2, 3, 4), server.connectionsOfRequests());
      }
    }
  }

  // Between answers.

  private record Stray(String name, Function<Request, String> bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> straysAndAskings() {
    return Stream.of(
            new Stray("a second answer", Request::rightAnswer),
            new Stray("an answer of 408", last -> NumberedServer.error(408, "idle too long")),
            new Stray("an empty line", last -> "\r\n"),
            new Stray("one byte", last -> "H"),
            new Stray("an interim answer", last -> interim(103)))
        .flatMap(
            stray ->
                Stream.of(false, true)
                    .flatMap(
                        closes ->
                            Asking.RESUME_AND_GET.stream()
                                .map(asking -> Arguments.of(stray, closes, asking))));
  }

  /** Answers one request, sends something more once the client has the answer, and goes on. */
  private static Behaviour strayAfterTheFirst(
      CountDownLatch hasAnswer, Function<Request, String> stray, boolean closes) {
    return connection -> {
      Request request = connection.answer();
      hasAnswer.await();
      connection.write(stray.apply(request));
      if (!closes) {
        connection.answerAll();
      }
    };
  }

  /** A client to be lent that tells of the socket of its first connection. */
  private static OkHttpClient telling(AtomicReference<Socket> first) {
    return new OkHttpClient.Builder()
        .addNetworkInterceptor(
            chain -> {
              first.compareAndSet(null, chain.connection().socket());
              return chain.proceed(chain.request());
            })
        .build();
  }

  private static void awaitBytes(Socket socket) {
    NumberedServer.await("bytes lie on the connection", () -> hasBytes(socket));
  }

  @ParameterizedTest
  @MethodSource("straysAndAskings")
  void bytesOnAnIdleConnectionCostNothing(Stray stray, boolean closes, Asking asking)
      throws Exception {
    CountDownLatch hasAnswer = new CountDownLatch(1);
    AtomicReference<Socket> first = new AtomicReference<>();
    try (NumberedServer server =
            new NumberedServer(
                strayAfterTheFirst(hasAnswer, stray.bytes, closes), NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(telling(first)).build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1);
      hasAnswer.countDown();
      awaitBytes(first.get());
      NumberedServer.assertOwnAnswers(client, asking, 2, 3, 4);
      assertEquals(List.of(1, 2, 2, 2), server.connectionsOfRequests());
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesOnAnIdleConnectionCostNoPost(Style style) throws Exception {
    CountDownLatch hasAnswer = new CountDownLatch(1);
    AtomicReference<Socket> first = new AtomicReference<>();
    try (NumberedServer server =
            new NumberedServer(
                strayAfterTheFirst(hasAnswer, Request::rightAnswer, false), NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(telling(first)).build()) {
      assertEquals(1, NumberedServer.post(style, client, 1, HalfRequestTest.whole("a")));
      hasAnswer.countDown();
      awaitBytes(first.get());
      assertEquals(2, NumberedServer.post(style, client, 2, HalfRequestTest.whole("b")));
      assertEquals(List.of(1, 2), server.connectionsOfRequests());
    }
  }

  /** Bytes on one connection are no reason to give up the others. */
  @Test
  void onlyTheConnectionWithTheBytesIsDropped() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CountDownLatch haveAnswers = new CountDownLatch(1);
    Behaviour speaksUnasked =
        connection -> {
          Request request = connection.read();
          both.countDown();
          both.await();
          connection.write(request.rightAnswer());
          haveAnswers.await();
          connection.write("\r\n");
          connection.answerAll();
        };
    Behaviour right =
        connection -> {
          Request request = connection.read();
          both.countDown();
          both.await();
          connection.write(request.rightAnswer());
          connection.answerAll();
        };
    Set<Socket> sockets = Collections.newSetFromMap(new ConcurrentHashMap<>());
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(
                chain -> {
                  sockets.add(chain.connection().socket());
                  return chain.proceed(chain.request());
                })
            .build();
    try (NumberedServer server = new NumberedServer(speaksUnasked, right);
        PlutoClient client = server.client().httpClient(http).build()) {
      CompletableFuture<ResumedRun> one = client.runs().resumeAsync(NumberedServer.target(1));
      CompletableFuture<ResumedRun> two = client.runs().resumeAsync(NumberedServer.target(2));
      assertEquals(1, one.join().runId());
      assertEquals(2, two.join().runId());
      haveAnswers.countDown();
      NumberedServer.await(
          "bytes lie on one connection", () -> sockets.stream().anyMatch(StrayBytesTest::hasBytes));
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 3, 4, 5);
      assertEquals(2, server.connections());
    }
  }

  private static boolean hasBytes(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A body where none may be.

  private record NoBody(String name, String head, String body, Consumer<Things> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n";

  private static final List<NoBody> WITH_A_BODY_ALL_THE_SAME =
      List.of(
          new NoBody("204", NO_CONTENT + "\r\n", "{}", things -> things.delete(1)),
          new NoBody(
              "HEAD",
              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
              "{}",
              things -> things.head(1)));

  static Stream<NoBody> bodyless() {
    return WITH_A_BODY_ALL_THE_SAME.stream();
  }

  @ParameterizedTest
  @MethodSource("bodyless")
  void aBodyWhereNoneMayBeComesWithTheHead(NoBody noBody) throws Exception {
    Behaviour sendsABody =
        connection -> {
          connection.read();
          connection.write(noBody.head + noBody.body);
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(sendsABody, NumberedServer.RIGHT);
        PlutoClient client = retrying(server).build()) {
      noBody.call.accept(client.create(Things.class));
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertTrue(time.waits().size() <= 1, "" + time.waits());
    }
  }

  @ParameterizedTest
  @MethodSource("bodyless")
  void aBodyWhereNoneMayBeComesLater(NoBody noBody) throws Exception {
    CountDownLatch hasAnswer = new CountDownLatch(1);
    Behaviour sendsABodyLater =
        connection -> {
          connection.read();
          connection.write(noBody.head);
          hasAnswer.await();
          connection.write(noBody.body);
          connection.answerAll();
        };
    AtomicReference<Socket> first = new AtomicReference<>();
    try (NumberedServer server = new NumberedServer(sendsABodyLater, NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(telling(first)).build()) {
      noBody.call.accept(client.create(Things.class));
      hasAnswer.countDown();
      awaitBytes(first.get());
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertEquals(List.of(1, 2, 2, 2), server.connectionsOfRequests());
    }
  }

  /** It is read, or the connection is of no more use: both are right. */
  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked|0\r\n\r\n", "Content-Length: 2|{}"})
  void aBodyWhereNoneMayBeIsAnnounced(String announced) throws Exception {
    List<String> parts = List.of(announced.split("\\|"));
    Behaviour sendsABody =
        connection -> {
          connection.read();
          connection.write(NO_CONTENT + parts.get(0) + "\r\n\r\n" + parts.get(1));
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(sendsABody, NumberedServer.RIGHT);
        PlutoClient client = server.client().callTimeout(Duration.ofSeconds(5)).build()) {
      try {
        client.create(Things.class).delete(1);
      } catch (PlutoTransportException e) {
        assertTrue(e.getMessage().contains("204"), e.getMessage());
      }
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertEquals(4, server.requests().size());
    }
  }
}
