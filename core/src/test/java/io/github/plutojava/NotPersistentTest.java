package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.NumberedServer.Request;
import io.github.plutojava.testing.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection serves no further call once the server has said that it closes it. */
class NotPersistentTest {
  private record Kind(String version, List<String> headers) {
    Kind(String version, String... headers) {
      this(version, List.of(headers));
    }

    String answer(Request request) {
      return NumberedServer.answer(
          version + " 200 OK", request.thing(), headers.toArray(new String[0]));
    }

    @Override
    public String toString() {
      return version + " " + String.join(" & ", headers);
    }
  }

  private static final List<Kind> CLOSING =
      List.of(
          new Kind("HTTP/1.0"),
          new Kind("HTTP/1.0", "Connection: X-Trace"),
          new Kind("HTTP/1.1", "Connection: close"),
          new Kind("HTTP/1.1", "Connection: Close"),
          new Kind("HTTP/1.1", "Connection: close, TE"),
          new Kind("HTTP/1.1", "Connection: TE,\tClose"),
          new Kind("HTTP/1.1", "Connection: keep-alive, close"),
          new Kind("HTTP/1.1", "Connection: X-Trace", "connection: close"));

  private static final List<Kind> KEEPING =
      List.of(
          new Kind("HTTP/1.1"),
          new Kind("HTTP/1.0", "Connection: keep-alive"),
          new Kind("HTTP/1.0", "Connection: X-Trace, Keep-Alive"),
          new Kind("HTTP/1.1", "Connection: X-Close, closed, upgrade"));

  private static Stream<Arguments> withAskings(List<Kind> kinds) {
    return kinds.stream()
        .flatMap(kind -> Asking.RESUME_AND_GET.stream().map(asking -> Arguments.of(kind, asking)));
  }

  static Stream<Arguments> closing() {
    return withAskings(CLOSING);
  }

  static Stream<Arguments> keeping() {
    return withAskings(KEEPING);
  }

  /** Answers, and leaves it to the client whether there is another request. */
  private static Behaviour answering(Kind kind) {
    return connection -> {
      while (true) {
        connection.write(kind.answer(connection.read()));
      }
    };
  }

  @ParameterizedTest
  @MethodSource("closing")
  void eachCallHasAConnectionOfItsOwn(Kind kind, Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(answering(kind))) {
      for (PlutoClient.Builder builder :
          List.of(server.client(), server.client().httpClient(new OkHttpClient()))) {
        int before = server.connections();
        try (PlutoClient client = builder.build()) {
          NumberedServer.assertOwnAnswers(client, asking, 1, 2);
        }
        assertEquals(before + 2, server.connections());
      }
      assertEquals(List.of(1, 2, 3, 4), server.connectionsOfRequests());
    }
  }

  @ParameterizedTest
  @MethodSource("keeping")
  void aConnectionIsKeptIfItCanBe(Kind kind, Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(answering(kind));
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3, 4);
      assertEquals(List.of(1, 1, 1, 1), server.connectionsOfRequests());
    }
  }

  @Test
  void theClientClosesItsEnd() throws Exception {
    for (Kind kind : CLOSING) {
      CountDownLatch ended = new CountDownLatch(1);
      Behaviour answersAndWaits =
          connection -> {
            connection.write(kind.answer(connection.read()));
            if (connection.ends()) {
              ended.countDown();
            }
          };
      try (NumberedServer server = new NumberedServer(answersAndWaits);
          PlutoClient client = server.client().build()) {
        NumberedServer.assertOwnAnswers(client, Asking.RESUME, 1);
        // Sooner than an idle connection is closed anyway.
        assertTrue(ended.await(3, TimeUnit.SECONDS), "the connection of " + kind + " is open");
      }
    }
  }

  @Test
  void manyAtOnceGetTheirAnswers() throws Exception {
    for (Kind kind : CLOSING.subList(0, 3)) {
      Behaviour answersOne = connection -> connection.write(kind.answer(connection.read()));
      try (NumberedServer server = new NumberedServer(answersOne);
          PlutoClient client = server.client().build()) {
        List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
        for (int number = 0; number < 80; number++) {
          futures.add(client.runs().resumeAsync(NumberedServer.target(number)));
        }
        for (int number = 0; number < 80; number++) {
          assertEquals(number, futures.get(number).join().runId());
        }
        assertEquals(80, server.connections());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatTheEndOfItsConnectionEnds(Asking asking) throws Exception {
    Behaviour withoutLength =
        connection -> connection.write("HTTP/1.0 200 OK\r\n\r\n" + connection.read().thing());
    try (NumberedServer server = new NumberedServer(withoutLength);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3, 4);
      assertEquals(List.of(1, 2, 3, 4), server.connectionsOfRequests());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorThatClosesIsRetriedOnANewConnection(Style style) throws Exception {
    for (int status : new int[] {408, 429, 500, 503}) {
      FakeTime time = new FakeTime(0.5);
      Behaviour closesWithAnError =
          connection -> {
            connection.read();
            connection.write(NumberedServer.error(status, "busy", "Connection: TE, close"));
            connection.answerAll();
          };
      try (NumberedServer server =
              new NumberedServer(closesWithAnError, closesWithAnError, NumberedServer.RIGHT);
          PlutoClient client =
              server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults()).build()) {
        assertEquals(1, style.resume(client, NumberedServer.target(1)).runId());
        assertEquals(2, style.resume(client, NumberedServer.target(2)).runId());
        assertEquals(List.of(1, 2, 3, 3), server.connectionsOfRequests());
        assertEquals(2, time.waits().size());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorThatIsNotRetriedClosesToo(Style style) throws Exception {
    Behaviour closesWithAnError =
        connection -> {
          connection.read();
          connection.write(NumberedServer.error(404, "Run not found", "Connection: TE, close"));
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(closesWithAnError, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      assertThrows(
          RunNotFoundException.class, () -> style.resume(client, NumberedServer.target(1)));
      assertEquals(2, style.resume(client, NumberedServer.target(2)).runId());
      assertEquals(List.of(1, 2), server.connectionsOfRequests());
    }
  }
}
