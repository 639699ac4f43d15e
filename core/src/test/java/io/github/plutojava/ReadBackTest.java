package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** What the server made of a status is read back: as far as the status, and again if that fails. */
class ReadBackTest extends EndingTest {
  private static final String FORBIDDEN =
      "403 Forbidden. Pluto, or a gateway or firewall before it, forbids this: body() may say which."
          + " Check the rules there, and the API key";
  private static final String SET =
      "set the status COMPLETED of the run with ID 1 (display ID 'MMP-1') in project"
          + " 'my-ml-project', but could not read it back: ";

  @Test
  void isTriedAgain() {
    pluto.answerNext(RunServer.DETAILS, Answers.error(500, "Internal Server Error"));
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    assertEquals(2, count(RunServer.DETAILS));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void thatFailsSaysThatTheStatusWasSetAndTheFailAfterItKeepsThat() {
    pluto.answerNext(RunServer.DETAILS, Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertEquals(SET + FORBIDDEN, e.getMessage());
    assertThrows(IllegalStateException.class, () -> run.log(1, "loss", 0.5));
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    assertEquals(2, count(RunServer.DETAILS));
    assertEquals(List.of(), problems);
    assertEquals(0, e.getSuppressed().length);
  }

  @Test
  void ofAFinishIsNotOvertakenByAFailThatChangesNothing() throws Exception {
    Hold readBack = closeLater(new Hold(request -> Answers.error(500, "Internal Server Error")));
    pluto.answerNext(RunServer.DETAILS, Answers.error(403, "Forbidden"));
    pluto.answerNext(RunServer.DETAILS, readBack);
    ActiveRun run = open();
    assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    CompletableFuture<RunStatus> again = run.finishAsync(LIMIT);
    readBack.awaitRequest();
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("too late"), LIMIT);
    readBack.close();
    assertEquals(RunStatus.COMPLETED, again.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void thatFailsTwiceLeavesTheFailWithTheStatusThatWasSet() {
    pluto.answerAll(RunServer.DETAILS, request -> Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    awaitProblems(1);
    assertEquals(SET + FORBIDDEN, problems.get(0).getMessage());
  }

  @Test
  void thatHangsEndsWithTheLimit() {
    holdAll(RunServer.DETAILS);
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> open().finish(SHORT));
    assertTrue(e.timedOut());
    assertHas(SET + "no answer within ", e.getMessage());
  }

  @Test
  void afterAFailIsToldAndTheStatusIsFailed() {
    pluto.answerAll(RunServer.DETAILS, request -> Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    IllegalStateException cause = new IllegalStateException("no GPU");
    assertEquals(RunStatus.FAILED, run.fail(cause, LIMIT));
    awaitProblems(1);
    assertHas("set the status FAILED of", problems.get(0).getMessage());
    assertEquals(1, cause.getSuppressed().length);
    assertSame(problems.get(0), cause.getSuppressed()[0]);
    assertThrows(IllegalStateException.class, () -> run.log(1, "loss", 0.5));
  }

  @Test
  void stopsAfterTheStatusSinceAConfigCanBeMegabytes() {
    String config = "{\"status\":\"FAILED\",\"x\":\"" + "x".repeat(3 << 20) + "\"}";
    // The rest would take 20 seconds.
    pluto.answerAll(
        RunServer.DETAILS,
        request ->
            details(
                    "\"tags\":[\"status\",{\"status\":\"FAILED\"}],\"status\":\"COMPLETED\"",
                    config)
                .throttleBody(128 * 1024, 1, TimeUnit.SECONDS));
    long begun = System.nanoTime();
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    assertTrue(seconds < 10, "it took " + seconds + " s");
    assertEquals(1, count(RunServer.DETAILS));
  }

  @Test
  void takesOnlyTheStatusOfTheRunItself() {
    pluto.answerNext(RunServer.DETAILS, details("\"name\":\"x\"", "{\"status\":\"COMPLETED\"}"));
    ActiveRun run = open();
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(2, count(RunServer.DETAILS)); // The first had none, and was asked for again.
  }

  @Test
  void ofANewStatusIsUnknownAndTold() {
    pluto.answerAll(RunServer.DETAILS, request -> details("\"status\":\"ARCHIVED\"", "null"));
    assertEquals(RunStatus.UNKNOWN, open().finish(LIMIT));
    awaitProblems(1);
    assertHas("COMPLETED, but it is UNKNOWN", problems.get(0).getMessage());
  }

  private static MockResponse details(String properties, String config) {
    return Answers.json(200, "{\"id\":1," + properties + ",\"config\":" + config + "}");
  }
}
