package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** Points that wait keep a run from being finished; points that were refused do not. */
class FinishPointsTest extends EndingTest {
  @Test
  void leavesTheStatusAloneWhilePointsWait() {
    pluto.answerAll(
        RunServer.INGEST, request -> Answers.error(503, "busy").setHeader("Retry-After", "1"));
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(1)).build());
    run.log(1, "loss", 0.5);
    run.log(2, "loss", 0.25);
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> run.finish(SHORT));
    assertEquals(2, e.undelivered());
    assertEquals(0, e.refused());
    assertEquals(ServerErrorException.class, e.getCause().getClass());
    assertEquals(
        "2 points of the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project' were not"
            + " delivered: 2 still wait, and a later flush can deliver them; the last failure was a"
            + " 503",
        e.getMessage());
    assertEquals(List.of(), asked());
    int beats = count(RunServer.HEARTBEAT);
    Await.until("a further heartbeat", () -> count(RunServer.HEARTBEAT) > beats);
    run.log(3, "loss", 0.125);
    pluto.answerAsPluto(RunServer.INGEST);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(3, pluto.points().size());
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void sendsNoHeartbeatAfterItAndOneAtOnceIfItFailed() {
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(60)).build());
    Await.until("the first heartbeat", () -> count(RunServer.HEARTBEAT) == 1);
    assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    Await.until("a heartbeat after the finish", () -> count(RunServer.HEARTBEAT) == 2);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(2, count(RunServer.HEARTBEAT));
  }

  @Test
  void failsAtOnceIfTheServerKeepsRefusingEverything() {
    pluto.answerAll(RunServer.INGEST, request -> Answers.error(401, "Invalid API key"));
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> run.finish(LIMIT));
    assertEquals(UnauthorizedException.class, e.getCause().getClass());
    assertEquals(List.of(), asked());
  }

  @Test
  void setsTheStatusAlthoughAPointWasRefusedAndSaysSo() {
    pluto.answerNext(RunServer.INGEST, badLine());
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> run.finish(LIMIT));
    assertEquals(
        "the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project' is COMPLETED, but"
            + " 1 point is missing: the server refused it for good; the last failure was a 422",
        e.getMessage());
    assertEquals(1, e.undelivered());
    assertEquals(1, e.refused());
    awaitProblems(1); // It was told when it was refused, and is not told again.
    assertEquals(RunStatus.COMPLETED, run.fail(e, LIMIT));
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
    assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    run.close();
    assertEquals(1, problems.size());
    assertEquals(0, e.getSuppressed().length);
  }

  @Test
  void saysWhatWasRefusedAlsoIfTheStatusCannotBeSet() {
    pluto.answerNext(RunServer.INGEST, badLine());
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run.finish(LIMIT));
    UndeliveredException refused = (UndeliveredException) e.getSuppressed()[0];
    assertEquals(1, refused.refused());
    assertThrows(UndeliveredException.class, () -> run.finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }

  @Test
  void returnsNormallyIfOnlyTheNamesFailed() {
    pluto.answerAll(
        RunServer.NAMES, request -> Answers.error(500, "down").setHeader("Retry-After", "30"));
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(1)));
    awaitProblems(1);
    assertHas("could not register a metric's name of", problems.get(0).getMessage());
    run.flush();
  }

  @Test
  void flushGoesByTheAccountAfterwards() {
    ActiveRun good = open();
    good.log(1, "loss", 0.5);
    good.finish(LIMIT);
    good.flush(LIMIT);
    good.flushAsync(LIMIT).join();
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(401));
    ActiveRun bad = open();
    bad.log(1, "loss", 0.5);
    assertEquals(RunStatus.FAILED, bad.fail("no GPU", LIMIT));
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> bad.flush(LIMIT));
    assertEquals(1, e.undelivered());
    assertEquals(1, e.refused());
    assertEquals(new RunStats(1, 0, 0, 1, bad.stats().failedRequests()), bad.stats());
  }

  @Test
  void saysThatPointsAreLostIfTheRunWasClosedMeanwhile() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    ActiveRun run = open(options().closeTimeout(Duration.ofMillis(50)).build());
    run.log(1, "loss", 0.5);
    CompletableFuture<RunStatus> finish = run.finishAsync(SHORT);
    ingest.awaitRequest();
    run.close();
    UndeliveredException e = assertInstanceOf(UndeliveredException.class, Failures.of(finish));
    assertEquals(1, e.refused());
    assertHas("1 was lost, since the run was ended or closed", e.getMessage());
  }

  @Test
  void bringsBackTheHeartbeatsThatAFailBeforeItHasEnded() {
    pluto.answerAll(RunServer.INGEST, request -> Answers.error(401, "Unauthorized"));
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(1)).build());
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", LIMIT));
    int before = count(RunServer.HEARTBEAT);
    assertThrows(UndeliveredException.class, () -> run.finish(LIMIT)); // Before it asks for one.
    assertEquals(List.of("FAILED"), asked());
    Await.until("heartbeats", () -> count(RunServer.HEARTBEAT) > before);
  }
}
