package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.IngestAnswers;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error of ingest is a 422: what follows depends on the number in its message alone. */
class IngestErrorCodesTest extends FaultTest {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DatabaseError (4001 - Database Error): Failed to validate API key",
        "StreamProcessingError (3002 - Processing Error): Failed to read stream chunk: error"
            + " reading a body from connection"
      })
  void whatPassesIsRetriedSoon(String words) throws Exception {
    pluto.answerNext(INGEST, IngestAnswers.refused(words), IngestAnswers.refused(words));
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertArrived(3);
    assertEquals(Set.of(bodies().get(0)), Set.copyOf(bodies()));
    assertStats(run, 3, 0, 0, 2);
    problem(0, BadRequestException.class, words);
    problem(1, BadRequestException.class, words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unauthorized (1001 - Authentication Error): no",
        "InvalidToken (1002 - Authentication Error): Invalid API key",
        "InvalidToken (1002 - Authentication Error): API key has expired",
        "MissingToken (1003 - Authentication Error): Missing Authorization header",
        "InvalidTokenFormat (1006 - Authentication Error): Bearer token contains invalid characters",
        "InvalidBearerFormat (1007 - Authentication Error): must start with 'Bearer '",
        "Forbidden (1008 - Authentication Error): no",
        "InvalidHeaderFormat (2004 - Validation Error): Missing required header: X-Run-Id",
        "NewError (9999 - A newer server): what it says",
        "no number at all"
      })
  void whatSomebodyHasToMendIsKept(String words) throws Exception {
    pluto.answerAll(INGEST, request -> IngestAnswers.refused(words));
    ActiveRun run = open();
    log(run, 3);
    send();
    problem(0, BadRequestException.class, words);
    assertTrue(clock.hasWait(Duration.ofSeconds(20), HALF_A_MINUTE));
    clock.turn(HALF_A_MINUTE);
    awaitProblems(2);
    assertEquals(2, bodies().size());
    UndeliveredException e = failingFlush(run);
    assertEquals(3, e.undelivered());
    assertEquals(0, e.refused());
    assertTrue(((PlutoApiException) e.getCause()).error().contains(words));
    assertFalse(e.getMessage().contains(words), "the cause says it");
    assertStats(run, 0, 0, 3, 3);
    pluto.answerAsPluto(INGEST);
    clock.turn(HALF_A_MINUTE);
    Await.until("the delivery", () -> run.stats().accepted() == 3);
    flush(run);
    assertArrived(3);
    assertEquals(Set.of(bodies().get(0)), Set.copyOf(bodies()));
  }

  @Test
  void ofSeveralNumbersTheFirstOneCounts() throws Exception {
    pluto.answerAll(
        INGEST, IngestAnswers.refusing(pluto, line -> line.contains("(4001 - Database Error)")));
    ActiveRun run = open();
    run.log(1, "x (4001 - Database Error)", 1);
    UndeliveredException e = failingFlush(run);
    assertEquals(1, e.refused());
    assertTrue(((PlutoApiException) e.getCause()).error().contains("(4001 - "));
    assertStats(run, 0, 1, 0, 1);
  }

  @Test
  void whatPassesIsNotTakenForALineByWhatItQuotes() throws Exception {
    pluto.answerNext(
        INGEST,
        IngestAnswers.refused(
            "DatabaseError (4001 - Database Error): at '(3004 - Processing Error)'"));
    ActiveRun run = open();
    log(run, 1);
    flush(run);
    assertArrived(1);
    assertStats(run, 1, 0, 0, 1);
  }

  @Test
  void otherRefusalsOfALineAreOnesToo() throws Exception {
    for (String words :
        new String[] {
          "InvalidMetricFormat (2005 - Validation Error): metric name cannot be empty",
          "InvalidLogFormat (2006 - Validation Error): 'logType' field cannot be empty"
        }) {
      pluto.answerNext(INGEST, IngestAnswers.refused(words));
      ActiveRun run = open();
      run.log(1, "loss", 1);
      UndeliveredException e = failingFlush(run);
      assertEquals(1, e.refused());
      assertTrue(((PlutoApiException) e.getCause()).error().contains(words));
    }
  }
}
