package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeKeys;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.logging.HttpLoggingInterceptor;
import okio.BufferedSink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that can be written only once is sent whole and once, or not at all. */
class OneShotTest {
  private static final String CONTENT = "the 27 bytes of an artifact";
  private static final String PUT_7 = "PUT /things/7 HTTP/1.1 " + CONTENT;

  /** Empty from the second time on. */
  private static final class OneShot extends RequestBody {
    private final InputStream in =
        new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));
    private final boolean hasLength;

    OneShot(boolean hasLength) {
      this.hasLength = hasLength;
    }

    @Override
    public MediaType contentType() {
      return MediaType.get("text/plain");
    }

    @Override
    public long contentLength() {
      return hasLength ? CONTENT.length() : -1;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(in.readAllBytes());
    }
  }

  private final FakeTime time = new FakeTime(0.5);

  private PlutoClient.Builder retrying(NumberedServer server) {
    return server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults());
  }

  private static Stream<Arguments> lengthsAndStyles() {
    return Stream.of(true, false)
        .flatMap(
            hasLength -> Stream.of(Style.values()).map(style -> Arguments.of(hasLength, style)));
  }

  private static <T> Stream<Arguments> with(Stream<T> firsts) {
    return firsts.flatMap(
        first -> lengthsAndStyles().map(rest -> Arguments.of(first, rest.get()[0], rest.get()[1])));
  }

  static Stream<Arguments> statuses() {
    return with(Stream.of(408, 429, 500, 502, 503, 504));
  }

  private static void assertSent(NumberedServer server, String... requests) {
    assertEquals(
        List.of(requests),
        server.requests().stream().map(sent -> sent.line() + " " + sent.body()).toList());
  }

  /** A PUT, which could be sent again if its body could. */
  @ParameterizedTest
  @MethodSource("statuses")
  void isNotSentAgainAfterWhatCanPass(int status, boolean hasLength, Style style) throws Exception {
    Behaviour refuses =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(status, "busy", "Retry-After: 0"));
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(refuses);
        PlutoClient client = retrying(server).build()) {
      PlutoApiException e =
          assertThrows(
              PlutoApiException.class,
              () -> NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertEquals(status, e.status());
      assertEquals("busy", e.error());
      assertEquals(1, e.attempts());
      assertSent(server, PUT_7);
      assertEquals(List.of(), time.waits());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPostIsSentAgainEither(Style style) throws Exception {
    for (int status : new int[] {429, 503}) {
      Behaviour refuses =
          connection -> {
            connection.read();
            connection.write(NumberedServer.error(status, "busy"));
            connection.answerAll();
          };
      try (NumberedServer server = new NumberedServer(refuses);
          PlutoClient client = retrying(server).build()) {
        PlutoApiException e =
            assertThrows(
                PlutoApiException.class,
                () -> NumberedServer.post(style, client, 7, new OneShot(false)));
        assertEquals(status, e.status());
        assertEquals(1, e.attempts());
        assertSent(server, "POST /things/7 HTTP/1.1 " + CONTENT);
      }
    }
  }

  static Stream<Arguments> lengths() {
    return lengthsAndStyles();
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void isNotSentAgainOnceItsConnectionBroke(boolean hasLength, Style style) throws Exception {
    try (NumberedServer server =
            new NumberedServer(connection -> connection.read(), NumberedServer.RIGHT);
        PlutoClient client = retrying(server).build()) {
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class,
              () -> NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertEquals(1, e.attempts());
      assertSent(server, PUT_7);
    }
  }

  /** Where another body would be sent again on a new connection. */
  @ParameterizedTest
  @MethodSource("lengths")
  void isNotSentAgainOnceItsReusedConnectionBroke(boolean hasLength, Style style) throws Exception {
    Behaviour answersOneOfTwo =
        connection -> {
          connection.answer();
          connection.read();
        };
    try (NumberedServer server = new NumberedServer(answersOneOfTwo, NumberedServer.RIGHT);
        PlutoClient client = retrying(server).build()) {
      NumberedServer.assertOwnAnswers(client, Asking.GET, 1);
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class,
              () -> NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertEquals(1, e.attempts());
      assertSent(server, "GET /things/1 HTTP/1.1 ", PUT_7);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void isNotSentAgainForANewKey(boolean hasLength, Style style) throws Exception {
    Behaviour refuses =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(401, "Unauthorized"));
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(refuses);
        PlutoClient client = retrying(server).apiKey(new FakeKeys("old", "new")).build()) {
      UnauthorizedException e =
          assertThrows(
              UnauthorizedException.class,
              () -> NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertEquals(1, e.attempts());
      assertSent(server, PUT_7);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aPooledConnectionThatWasClosedCostsNothing(boolean hasLength, Style style) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Behaviour answersOne =
        connection -> {
          connection.answer();
          connection.close();
          closed.countDown();
        };
    try (NumberedServer server = new NumberedServer(answersOne, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, Asking.GET, 1);
      assertTrue(closed.await(10, TimeUnit.SECONDS));
      assertEquals(7, NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertSent(server, "GET /things/1 HTTP/1.1 ", PUT_7);
    }
  }

  static Stream<Arguments> levels() {
    return with(Stream.of(HttpLoggingInterceptor.Level.values()));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void aLogLeavesItWhole(HttpLoggingInterceptor.Level level, boolean hasLength, Style style)
      throws Exception {
    List<String> log = new ArrayList<>();
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().logLevel(level).logger(log::add).build()) {
      assertEquals(7, NumberedServer.put(style, client, 7, new OneShot(hasLength)));
      assertSent(server, PUT_7);
      assertEquals(level == HttpLoggingInterceptor.Level.NONE, log.isEmpty(), "" + log);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatCanBeWrittenAgainIsSentAgain(Style style) throws Exception {
    Behaviour refusesOne =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(503, "busy"));
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(refusesOne);
        PlutoClient client = retrying(server).build()) {
      RequestBody body = RequestBody.create(null, CONTENT);
      assertEquals(7, NumberedServer.put(style, client, 7, body));
      assertSent(server, PUT_7, PUT_7);
    }
  }
}
