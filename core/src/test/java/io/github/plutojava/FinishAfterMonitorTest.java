package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** A run that the server has marked FAILED for its silence is resumed and finished after all. */
class FinishAfterMonitorTest extends EndingTest {
  @Test
  void isResumedAndFinishedAgain() {
    pluto.answerAll(RunServer.HISTORY, request -> history("stale-monitor"));
    ActiveRun run = openFailed();
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
    assertEquals(2, count(RunServer.RESUME));
    assertEquals(RunStatus.COMPLETED, run.fail("too late", LIMIT));
    assertEquals(2, asked().size());
    assertEquals(List.of(), problems);
  }

  @Test
  void isResumedOnceForAnEnding() {
    pluto.answerAll(RunServer.HISTORY, request -> history("stale-monitor"));
    ActiveRun run = openFailed();
    pluto.answerNext(
        RunServer.RESUME,
        request -> {
          MockResponse answer = pluto.accept(request);
          pluto.setStatus("FAILED");
          return answer;
        });
    assertEquals(RunStatus.FAILED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
    assertEquals(2, count(RunServer.RESUME));
    awaitProblems(1);
    assertHas("COMPLETED, but it is FAILED", problems.get(0).getMessage());
  }

  @Test
  void isToldIfNobodyCanSayWhyItIsFailed() {
    pluto.answerAll(RunServer.HISTORY, request -> Answers.error(403, "Forbidden"));
    ActiveRun run = openFailed();
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertHas(
        "set the status COMPLETED of the run with ID 1 (display ID 'MMP-1') in project"
            + " 'my-ml-project', but could not read why it is FAILED: 403 Forbidden",
        e.getMessage());
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void isReturnedAsItIsIfSomebodyElseFailedIt() {
    pluto.answerAll(RunServer.HISTORY, request -> history("api"));
    assertEquals(RunStatus.FAILED, openFailed().finish(LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    assertEquals(1, count(RunServer.RESUME));
    awaitProblems(1);
  }

  @Test
  void isResumedIfTheServerIsTooOldToSayWhy() {
    assertEquals(RunStatus.COMPLETED, openFailed().finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
    assertEquals(1, count(RunServer.HISTORY));
  }

  @Test
  void isOpenAgainIfItIsResumedButCannotBeFinished() {
    ActiveRun run = openFailed();
    pluto.answerNext(RunServer.STATUS, pluto::accept);
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED", "COMPLETED"), asked());
    assertEquals(1, pluto.points().size());
  }

  @Test
  void isNotResumedForAFail() {
    ActiveRun run = openFailed();
    assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
    assertEquals(List.of("FAILED"), asked());
    assertEquals(0, count(RunServer.HISTORY));
  }

  @Test
  void isFoundFailedByTheMonitorAfterALostFinish() {
    ActiveRun run = openFailed();
    pluto.answerNext(RunServer.STATUS, this::lost);
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(2, count(RunServer.RESUME));
  }

  @Test
  void isFinishedNotFailedByTheFailAfterAFinishThatWasNotReadBack() {
    ActiveRun run = openFailed();
    pluto.answerNext(RunServer.DETAILS, Answers.error(403, "Forbidden"));
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
    assertEquals("COMPLETED", pluto.status());
  }

  private ActiveRun openFailed() {
    ActiveRun run = open();
    pluto.setStatus("FAILED");
    return run;
  }

  private static MockResponse history(String source) {
    return Answers.json(
        200,
        "{\"runId\":1,\"events\":[{\"id\":\"4\",\"toStatus\":\"RUNNING\",\"source\":\"resume\"},"
            + "{\"id\":\"5\",\"fromStatus\":\"RUNNING\",\"toStatus\":\"FAILED\",\"source\":\""
            + source
            + "\",\"metadata\":{\"source\":\"api\"}}]}");
  }
}
