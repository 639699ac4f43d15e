package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that a heartbeat finds FAILED is resumed again if it was the server's monitor. */
class RevivalTest extends WatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  private static MockResponse history(int id, String toStatus, String source) {
    return Answers.json(
        200,
        "{\"runId\":1,\"events\":[{\"id\":\"1\",\"toStatus\":\"FAILED\",\"source\":\"stale-monitor\"},"
            + "{\"id\":\""
            + id
            + "\",\"runId\":1,\"fromStatus\":\"RUNNING\",\"toStatus\":\""
            + toStatus
            + "\",\"source\":\""
            + source
            + "\",\"metadata\":{\"reason\":\"heartbeat-timeout\"},\"actorId\":null}]}");
  }

  @BeforeEach
  void fail() {
    pluto.answerAll(RunServer.HEARTBEAT, request -> status("FAILED"));
    pluto.answerAll(HISTORY, request -> history(7, "FAILED", "stale-monitor"));
  }

  /** How often the run was resumed after the first time, which opened it. */
  private int resumedAgain() {
    return pluto.received(RESUME).size() - 1;
  }

  @Test
  void theRunIsResumedAgainAndThatIsTold() {
    open();
    turn();
    assertEquals(1, resumedAgain());
    assertEquals("{\"runId\":1}", pluto.received(RESUME).get(1).body());
    assertEquals("runId=1", pluto.received(HISTORY).get(0).request().getRequestUrl().query());
    Await.until("it is told", () -> problems.size() == 1);
    assertEquals(
        "the server had marked the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project'"
            + " FAILED, since it had heard nothing of it for too long: the run was resumed again",
        assertInstanceOf(PlutoResponseException.class, problems.get(0)).getMessage());
  }

  @Test
  void heartbeatsWaitForALockedRowAndComeAnIntervalAfterIt() {
    open();
    AtomicInteger meanwhile = new AtomicInteger(-1);
    pluto.answerNext(RESUME, pluto::accept);
    turn();
    assertEquals(1, resumedAgain());
    pluto.answerAll(HISTORY, request -> history(8, "FAILED", "stale-monitor"));
    pluto.answerNext(
        RESUME,
        request -> {
          manual.pass(Duration.ofSeconds(25));
          meanwhile.set(heartbeats());
          return pluto.accept(request);
        });
    turn();
    assertEquals(2, meanwhile.get());
    assertEquals(INTERVAL, untilNextTurn());
    assertEquals(2, resumedAgain());
    Await.until("it is told", () -> problems.size() == 2);
  }

  @Test
  void aResumeThatHangsEndsAfterThirtySecondsAndTheNextHeartbeatStillComesAnIntervalLater() {
    open();
    pluto.answerNext(RESUME, NONE);
    manual.pass(Duration.ZERO);
    Await.until("it is resumed", () -> resumedAgain() == 1);
    manual.pass(Duration.ofSeconds(30));
    assertEquals(INTERVAL, untilNextTurn());
    Await.until("it is told", () -> problems.size() == 1);
    assertTrue(
        problems.get(0).getMessage().endsWith("no answer within 30 s"),
        problems.get(0).getMessage());
    assertEquals(1, heartbeats());
  }

  @Test
  void onceForEachTime() {
    open();
    turns(4);
    assertEquals(1, resumedAgain());
    pluto.answerAll(HISTORY, request -> history(8, "FAILED", "stale-monitor"));
    turns(4);
    assertEquals(2, resumedAgain());
    Await.until("both are told", () -> problems.size() == 2);
  }

  @Test
  void aMonitorThatFailsTheRunEachTimeMakesNoStorm() {
    open();
    AtomicInteger id = new AtomicInteger(7);
    pluto.answerAll(HISTORY, request -> history(id.incrementAndGet(), "FAILED", "stale-monitor"));
    for (int i = 1; i <= 5; i++) {
      turn();
      assertEquals(i, heartbeats());
      assertEquals(i, resumedAgain());
      assertEquals(INTERVAL, untilNextTurn());
    }
  }

  @ParameterizedTest
  @CsvSource({"FAILED,api", "RUNNING,resume", "COMPLETED,stale-monitor"})
  void notIfTheLastChangeWasAnother(String toStatus, String source) {
    open();
    pluto.answerAll(HISTORY, request -> history(7, toStatus, source));
    turns(3);
    assertEquals(3, pluto.received(HISTORY).size());
    assertEquals(0, resumedAgain());
    assertEquals(0, problems.size());
    assertEquals(INTERVAL, untilNextTurn());
  }

  @Test
  void onceIfTheServerIsTooOldToSayWhoItWas() {
    open();
    pluto.answerAsPluto(HISTORY);
    turns(4);
    assertEquals(1, resumedAgain());
    assertEquals(4, heartbeats());
    Await.until("it is told", () -> problems.size() == 1);
  }

  @Test
  void aResumeThatFailsIsTriedAgainWithTheNextHeartbeat() {
    open();
    for (int i = 0; i < 6; i++) {
      pluto.answerNext(RESUME, Answers.error(503, "starting " + i));
    }
    turns(6);
    Await.until("the first and the sixth are told", () -> problems.size() == 2);
    assertTrue(problems.get(0).getMessage().contains("starting 0"), problems.get(0).getMessage());
    assertTrue(problems.get(1).getMessage().contains("starting 5"), problems.get(1).getMessage());
    turns(3);
    assertEquals(7, resumedAgain());
    Await.until("the success is told", () -> problems.size() == 3);
    assertInstanceOf(PlutoResponseException.class, problems.get(2));
  }

  @Test
  void aHistoryThatCannotBeReadIsToldAsFailedHeartbeatsAre() {
    open();
    pluto.answerAll(HISTORY, request -> Answers.error(500, "Internal Server Error"));
    turns(6);
    Await.until("the first and the sixth are told", () -> problems.size() == 2);
    assertEquals(6, pluto.received(HISTORY).size());
    assertEquals(0, resumedAgain());
  }

  @Test
  void aRunThatIsGoneByThenIsGone() {
    open();
    pluto.answerAll(HISTORY, request -> Answers.error(404, "Run not found"));
    turn();
    Await.until("it is told", () -> problems.size() == 1);
    assertInstanceOf(RunNotFoundException.class, problems.get(0));
    assertEquals(0, resumedAgain());
  }

  @Test
  void thoseThatHangHoldUpNoHeartbeatOfOtherRuns() {
    pluto.answerAll(HISTORY, request -> NONE);
    PlutoClient client = client();
    ResumedRun run = client.runs().resume(MMP_1);
    for (int i = 0; i < 10; i++) {
      closeLater(client.open(run, options().build()));
    }
    manual.pass(Duration.ZERO);
    Await.until("8 hang", () -> pluto.received(HISTORY).size() == 8);
    closeLater(client.open(run, options().build()));
    manual.pass(Duration.ZERO);
    Await.until("another run's heartbeat is sent", () -> heartbeats() == 11);
    assertEquals(8, pluto.received(HISTORY).size());
  }

  @Test
  void aResumeThatSucceedsBeginsTheCountOfFailuresAnew() {
    open();
    pluto.answerNext(RESUME, Answers.error(503, "not yet"));
    turns(2);
    Await.until("the failure and the success are told", () -> problems.size() == 2);
    pluto.answerAll(HISTORY, request -> history(8, "FAILED", "stale-monitor"));
    pluto.answerNext(RESUME, Answers.error(503, "not again"));
    turn();
    Await.until("the next failure is told", () -> problems.size() == 3);
    assertTrue(problems.get(2).getMessage().contains("not again"), problems.get(2).getMessage());
  }
}
