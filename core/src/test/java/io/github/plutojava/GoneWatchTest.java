package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** A run of which the server says that there is none is asked for, and comes back. */
class GoneWatchTest extends WatchTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final MockResponse GONE = Answers.json(404, "{\"detail\":\"Run not found\"}");

  @Test
  void byAHeartbeatEachThirtySecondsUntilThereIsAnAnswer() {
    ActiveRun run = open();
    pluto.answerAll(RunServer.HEARTBEAT, request -> GONE);
    turn();
    Await.until("it is told", () -> problems.size() == 1);
    assertInstanceOf(RunNotFoundException.class, problems.get(0));
    for (int i = 1; i <= 4; i++) {
      assertThrows(RunNotFoundException.class, () -> run.log(1, "loss", 0.5));
      assertEquals(PAUSE, untilNextTurn());
      assertEquals(i, heartbeats());
      turn();
    }
    assertEquals(1, problems.size(), "it is told once");
    pluto.answerAsPluto(RunServer.HEARTBEAT);
    turn();
    run.log(1, "loss", 0.5);
    assertEquals(1, run.stats().waiting());
    pluto.answerAll(RunServer.HEARTBEAT, request -> GONE);
    manual.pass(Duration.ofSeconds(20));
    Await.until("it is told again", () -> problems.size() == 2);
  }

  @Test
  void whatWaitsIsPostedOnceItIsBack() {
    ActiveRun run = open();
    pluto.answerNext(RunServer.HEARTBEAT, GONE);
    run.log(1, "loss", 0.5);
    manual.pass(Duration.ZERO);
    Await.until("the first", () -> heartbeats() == 1);
    awaitEndOfTurns();
    manual.pass(PAUSE.minusNanos(1));
    assertEquals(1, heartbeats());
    assertEquals(0, pluto.received(RunServer.INGEST).size());
    manual.pass(Duration.ofNanos(1));
    Await.until("it is asked for", () -> heartbeats() == 2);
    awaitEndOfTurns();
    Await.until(
        "the point is posted",
        () -> {
          manual.pass(Duration.ofMillis(1));
          return pluto.points().size() == 1;
        });
  }

  @Test
  void byALookIfThereAreNoHeartbeats() {
    ActiveRun run = open(options().heartbeatInterval(Duration.ZERO).build());
    goneByNames(run);
    pluto.answerNext(
        RunServer.DETAILS,
        Answers.error(404, "Run not found"),
        Answers.error(404, "Run not found"),
        Answers.error(500, "Internal Server Error"));
    for (int i = 1; i <= 4; i++) {
      assertThrows(RunNotFoundException.class, () -> run.log(2, "loss", 0.5));
      lookAgain(i);
    }
    awaitThere(run);
    assertEquals(0, heartbeats());
    assertEquals(4, pluto.received(RunServer.DETAILS).size());
    assertEquals(2, problems.size(), "that it is gone, and the look that failed");
  }

  @Test
  void byALookIfACancelledRunGetsNoHeartbeats() {
    ActiveRun run = open();
    pluto.answerNext(RunServer.HEARTBEAT, status("CANCELLED"));
    turn();
    goneByNames(run);
    lookAgain(1);
    awaitThere(run);
    assertEquals(1, heartbeats());
  }

  @Test
  void thirtySecondsAfterAFinishThatFailed() {
    ActiveRun run = open(options().heartbeatInterval(Duration.ZERO).build());
    goneByNames(run);
    assertTrue(
        manual.planned().stream().allMatch(wait -> wait.compareTo(PAUSE) <= 0),
        () -> "the turn of before is off: " + manual.planned());
    Await.until("the point is accepted", () -> run.stats().accepted() == 1);
    pluto.answerNext(RunServer.STATUS, Answers.error(404, "Run not found"));
    assertThrows(RunNotFoundException.class, run::finish);
    lookAgain(1);
    awaitThere(run);
  }

  private void goneByNames(ActiveRun run) {
    pluto.answerNext(RunServer.NAMES, Answers.error(404, "Run not found"));
    run.log(1, "loss", 0.5);
    manual.pass(Duration.ofMillis(10));
    Await.until("it is told", () -> problems.size() == 1);
    assertInstanceOf(RunNotFoundException.class, problems.get(0));
  }

  private void lookAgain(int number) {
    manual.pass(PAUSE);
    Await.until("a look", () -> pluto.received(RunServer.DETAILS).size() == number);
    awaitEndOfTurns();
  }

  private static void awaitThere(ActiveRun run) {
    Await.until(
        "it is there again",
        () -> {
          try {
            return run.tryLog(3, "loss", 0.5);
          } catch (RunNotFoundException e) {
            return false;
          }
        });
  }
}
