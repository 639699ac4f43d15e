package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.NumberedServer.Things;
import io.github.plutojava.testing.Style;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole answer that nobody asked for, in the same segment as the one before it. OkHttp has read
 * it by the time of the next request.
 */
class StaleAnswerTest {
  private static final String STALE =
      NumberedServer.answer(
          "HTTP/1.1 200 OK", Answers.RUN_1.replace("\"runId\":1,", "\"id\":666,\"runId\":666,"));

  /** Sends it behind the first answer of a connection. */
  private static final Behaviour SPEAKS_TWICE =
      connection -> {
        connection.write(connection.read().rightAnswer() + STALE);
        connection.answerAll();
      };

  @ParameterizedTest
  @EnumSource
  void isNoAnswerToTheNextRequest(Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(SPEAKS_TWICE, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3);
      assertEquals(2, server.connections());
    }
  }

  @Test
  void orOverTls() throws Exception {
    try (NumberedServer server = new NumberedServer(true, SPEAKS_TWICE, NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(server.trusting().build()).build()) {
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 1, 2, 3);
      assertEquals(2, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"})
  void orBehindAnAnswerWithoutABody(String bodiless) throws Exception {
    Behaviour speaksTwice =
        connection -> {
          connection.read();
          connection.write(bodiless + STALE);
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(speaksTwice, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      client.create(Things.class).head(1);
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsARequestThatMayNotBeSentAgain(Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(SPEAKS_TWICE, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 1);
      RequestBody body = RequestBody.create(null, "some");
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class, () -> NumberedServer.post(style, client, 2, body));
      assertTrue(
          e.getMessage().contains("the answer was there before the request"), e.getMessage());
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 3);
    }
  }

  /** Such as the rest of a body that is longer than its Content-Length says. */
  @ParameterizedTest
  @EnumSource
  void orIsNoAnswerAtAll(Asking asking) throws Exception {
    Behaviour rambles =
        connection -> {
          connection.write(connection.read().rightAnswer() + "and another thing\r\n");
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(rambles, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2, 3);
      assertEquals(2, server.connections());
    }
  }
}
