package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The request that sets the status can be lost, hang, be refused or be ignored. */
class StatusRequestTest extends EndingTest {
  @Test
  void isSentAgainIfItsAnswerIsLost() {
    pluto.answerNext(RunServer.STATUS, this::lost);
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
    assertEquals(List.of(), problems);
  }

  @Test
  void isSentAgainAfterA500() {
    pluto.answerNext(RunServer.STATUS, Answers.error(500, "Internal Server Error"));
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }

  @Test
  void isNotSentAgainBeforeTheServerAllowsIt() {
    pluto.answerNext(RunServer.STATUS, Answers.error(503, "busy").setHeader("Retry-After", "3600"));
    ServerErrorException e = assertThrows(ServerErrorException.class, () -> open().finish(LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    assertHas("could not set the status COMPLETED of the run with ID 1", e.getMessage());
  }

  @Test
  void isSentAgainIfSomebodyElseAnswers() {
    pluto.answerNext(RunServer.STATUS, new MockResponse().setBody("<html>Log in</html>"));
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }

  @Test
  void thatHangsEndsWithTheLimitAndLeavesTheRunOpen() {
    holdNext(RunServer.STATUS);
    ActiveRun run = open();
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> run.finish(SHORT));
    assertTrue(e.timedOut());
    assertHas("could not set the status COMPLETED of the run with ID 1", e.getMessage());
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(1, pluto.points().size());
  }

  @Test
  void thatWasExecutedWithoutAnAnswerIsFoundByTheNextEnding() {
    pluto.answerNext(RunServer.STATUS, this::unanswered);
    ActiveRun run = open();
    PlutoException e = assertThrows(PlutoException.class, () -> run.finish(SHORT));
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(1, count(RunServer.DETAILS));
    assertThrows(IllegalStateException.class, () -> run.log(1, "loss", 0.5));
  }

  @Test
  void thatWasLostOnTheWayDoesNotKeepTheNextEndingFromItsOwn() {
    holdNext(RunServer.STATUS);
    ActiveRun run = open();
    PlutoException e = assertThrows(PlutoException.class, () -> run.finish(SHORT));
    assertEquals(RunStatus.FAILED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED", "FAILED"), asked());
    assertEquals(2, count(RunServer.DETAILS)); // It looked before, and read back after.
  }

  @Test
  void thatWasLostOnceIsNotForgottenByALaterRefusal() {
    pluto.answerNext(RunServer.STATUS, this::lost);
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    assertEquals(403, e.status());
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }

  @Test
  void thatIsRefusedFailsAtOnceAndLeavesTheRunOpen() {
    pluto.answerNext(RunServer.STATUS, Answers.error(400, "Invalid statusMetadata JSON"));
    ActiveRun run = open();
    BadRequestException e = assertThrows(BadRequestException.class, () -> run.finish(LIMIT));
    assertEquals(
        "could not set the status COMPLETED of the run with ID 1 (display ID 'MMP-1') in project"
            + " 'my-ml-project': 400 Invalid statusMetadata JSON. The server does not take what this"
            + " library sends: check that the base URL is Pluto's; then use a newer version of the"
            + " library, or report this message",
        e.getMessage());
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.FAILED, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED", "FAILED"), asked());
    assertEquals(1, count(RunServer.DETAILS)); // A refusal leaves no doubt to look for.
  }

  @ParameterizedTest
  @EnumSource(names = {"TERMINATED", "CANCELLED"})
  void thatIsIgnoredIsReturnedAndTold(RunStatus other) {
    ActiveRun run = open();
    pluto.setStatus(other.name());
    assertEquals(other, run.finish(LIMIT));
    awaitProblems(1);
    assertEquals(PlutoResponseException.class, problems.get(0).getClass());
    assertEquals(
        "asked to make the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project'"
            + " COMPLETED, but it is "
            + other,
        problems.get(0).getMessage());
    assertEquals(other, run.fail("too late", LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void ofADeletedRunSaysSo() {
    ActiveRun run = open();
    pluto.answerAll(RunServer.STATUS, request -> Answers.error(404, "Run not found"));
    RunNotFoundException e = assertThrows(RunNotFoundException.class, () -> run.finish(LIMIT));
    assertHas("404 Run not found", e.getMessage());
    assertEquals(RunStatus.UNKNOWN, run.fail(e, LIMIT));
    assertEquals(List.of("COMPLETED", "FAILED"), asked());
  }

  @Test
  void isNotSentForADeletedRunWhosePointsWait() {
    ActiveRun run = open();
    pluto.answerAll(RunServer.NAMES, request -> Answers.error(404, "Run not found"));
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(503));
    run.log(1, "loss", 0.5);
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> run.finish(LIMIT));
    assertEquals(RunNotFoundException.class, e.getCause().getClass());
    assertEquals(1, e.undelivered());
    assertEquals(List.of(), asked());
  }

  @Test
  void ofAFailThatWasLostIsNotUndoneByAFinishOnAServerWithoutAHistory() {
    pluto.answerNext(RunServer.STATUS, this::unanswered);
    ActiveRun run = open();
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", SHORT));
    assertEquals(RunStatus.FAILED, run.finish(LIMIT));
    assertEquals(List.of("FAILED"), asked());
    assertEquals(1, count(RunServer.RESUME));
  }

  @Test
  void thatWasNotSentForWantOfAKeyKeepsNoFailFromItsOwn() {
    AtomicBoolean fails = new AtomicBoolean();
    PlutoClient client =
        closeLater(
            builder()
                .apiKey(
                    () -> {
                      if (fails.get()) {
                        throw new IllegalStateException("the vault is sealed");
                      }
                      return KEY;
                    })
                .build());
    ActiveRun run = client.resume(MMP_1, options().build());
    fails.set(true);
    assertThrows(IllegalStateException.class, () -> run.finish(LIMIT));
    fails.set(false);
    pluto.setStatus("CANCELLED");
    assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
    assertEquals(List.of("FAILED"), asked());
  }
}
