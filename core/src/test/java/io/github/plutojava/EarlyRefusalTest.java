package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.IngestAnswers;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ingest refuses a large body as soon as it meets a bad line. Then it closes the connection, and
 * does not say so.
 */
class EarlyRefusalTest extends FaultTest {
  /** Almost as many as fit into a batch: more than sockets buffer on their way. */
  private static final int POINTS = 7_000;

  private static final String BAD = "\"step\":17,";

  private final AtomicInteger refusals = new AtomicInteger();

  private static String answer(int status, String body) {
    return NumberedServer.answer("HTTP/1.1 " + status + " X", body);
  }

  private static String refusal() {
    return answer(422, IngestAnswers.error(IngestAnswers.badLine("{" + BAD)));
  }

  /** Refuses a bad line near the front before the rest has come. */
  private void serve(Connection connection) throws IOException {
    while (true) {
      int length = connection.readHead().length();
      String begun = text(connection.read(Math.min(length, 8_192)));
      if (begun.contains(BAD)) {
        refusals.incrementAndGet();
        pluto.takePoints(begun.substring(0, begun.lastIndexOf('\n', begun.indexOf(BAD)) + 1));
        connection.write(refusal());
        return;
      }
      int count = pluto.takePoints(begun + text(connection.read(length - begun.length())));
      connection.write(answer(200, IngestAnswers.acceptance(count)));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void assertOnlyTheBadPointIsRefused(ActiveRun run) {
    assertEquals(1, failingFlush(run).refused());
    assertArrived(POINTS, 17);
    assertStats(run, POINTS - 1, 1, 0, refusals.get());
    UndeliveredException told = onlyProblem(UndeliveredException.class, "at step 17");
    assertEquals(422, ((PlutoApiException) told.getCause()).status());
  }

  @Test
  void itsWordsAreReadThoughTheBodyCannotBeSent() throws Exception {
    ActiveRun run = open(ingest(this::serve));
    log(run, POINTS);
    assertOnlyTheBadPointIsRefused(run);
    assertTrue(refusals.get() > 2, "a large body and its halves");
  }

  @Test
  void itsWordsAreReadThroughTls() throws Exception {
    NumberedServer ingest = closeLater(new NumberedServer(true, this::serve));
    ActiveRun run =
        open(
            builder().ingestUrl(ingest.url()).httpClient(ingest.trusting().build()),
            options().build());
    log(run, POINTS);
    assertOnlyTheBadPointIsRefused(run);
  }

  @Test
  void anEarlyRefusalOfTheKeyKeepsAllPoints() throws Exception {
    String words = "InvalidToken (1002 - Authentication Error): API key has been revoked";
    ActiveRun run =
        open(
            ingest(
                connection -> {
                  connection.readHead();
                  connection.write(answer(422, IngestAnswers.error(words)));
                },
                this::takeAll));
    log(run, POINTS);
    UndeliveredException e = failingFlush(run);
    assertEquals(POINTS, e.undelivered());
    assertEquals(0, e.refused());
    onlyProblem(BadRequestException.class, words);
    clock.turn(Duration.ofSeconds(30));
    flush(run);
    assertArrived(POINTS);
    assertStats(run, POINTS, 0, 0, 1);
  }

  /** A connection on which nothing is answered any more after an error, as if it were closed. */
  private NumberedServer.Behaviour silentAfter(String error) {
    return connection -> {
      connection.read();
      connection.write(error);
      while (!connection.ends()) {}
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 422, 429, 500, 502, 503})
  void afterAnErrorItsConnectionIsUsedNoMore(int status) throws Exception {
    String error =
        status == 422
            ? answer(422, IngestAnswers.error("DatabaseError (4001 - Database Error): away"))
            : NumberedServer.error(status, "no");
    NumberedServer ingest = ingest(silentAfter(error), silentAfter(error), this::takeAll);
    ActiveRun run = open(ingest);
    log(run, 3);
    flush(run);
    assertArrived(3);
    assertStats(run, 3, 0, 0, 2);
    assertEquals(List.of(1, 2, 3), ingest.connectionsOfRequests());
  }

  @Test
  void aHalvingUsesNoConnectionAgainAfterARefusal() throws Exception {
    Set<Integer> refused = new HashSet<>();
    NumberedServer ingest =
        ingest(
            connection -> {
              while (true) {
                NumberedServer.Request request = connection.read();
                assertTrue(!refused.contains(connection.number));
                if (request.body().contains(BAD)) {
                  refusals.incrementAndGet();
                  refused.add(connection.number);
                  connection.write(refusal());
                } else {
                  int count = pluto.takePoints(request.body());
                  connection.write(answer(200, IngestAnswers.acceptance(count)));
                }
              }
            });
    ActiveRun run = open(ingest);
    log(run, POINTS);
    assertOnlyTheBadPointIsRefused(run);
    assertEquals(refusals.get() + 1, ingest.connections());
  }
}
