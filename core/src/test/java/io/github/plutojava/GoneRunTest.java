package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.DETAILS;
import static io.github.plutojava.testing.RunServer.HEARTBEAT;
import static io.github.plutojava.testing.RunServer.INGEST;
import static io.github.plutojava.testing.RunServer.NAMES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** While the server says that it has no such run, points wait: ingest would take and lose them. */
class GoneRunTest extends FaultTest {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final MockResponse GONE = Answers.error(404, "Run not found");
  private static final MockResponse GONE_FOR_PY =
      Answers.json(404, "{\"detail\":\"Run not found\"}");

  private RunOptions withHeartbeats() {
    return options().heartbeatInterval(Duration.ofSeconds(20)).build();
  }

  private static MockResponse after(CountDownLatch latch, MockResponse answer) {
    try {
      Await.latch("what the test does", latch);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return answer;
  }

  /** Tells whether the client waits to ask whether the run is there: nothing asks meanwhile. */
  private boolean isPausing() {
    return clock.hasWaitOf(HALF_A_MINUTE);
  }

  /** Lets it ask, for so many times now: in the middle of a request, no time may pass. */
  private void letItAsk(String path, int count) {
    Await.until(
        "request " + count,
        () -> {
          if (isPausing() && pluto.received(path).size() < count) {
            clock.turn(HALF_A_MINUTE);
          }
          return pluto.received(path).size() == count;
        });
  }

  private static void assertLogsFail(ActiveRun run) {
    RunNotFoundException e = assertThrows(RunNotFoundException.class, () -> run.log(9, "loss", 9));
    assertNotSame(e, assertThrows(RunNotFoundException.class, () -> run.log(9, "loss", 9)));
    assertEquals(404, e.status());
    assertThrows(RunNotFoundException.class, () -> run.tryLog(9, "loss", 9));
    assertThrows(RunNotFoundException.class, () -> run.log(9, Map.of("loss", 9)));
  }

  /** Opens a run of which a point waits when the server says that the run is gone. */
  private ActiveRun openUntilGone() throws Exception {
    CountDownLatch logged = new CountDownLatch(1);
    CountDownLatch accepted = new CountDownLatch(1);
    ActiveRun run = open();
    pluto.answerNext(INGEST, request -> after(logged, pluto.accept(request)));
    pluto.answerNext(NAMES, request -> after(accepted, GONE));
    run.log(0, "new", 0);
    send();
    Await.until("the first point", () -> bodies().size() == 1);
    run.log(1, "loss", 1);
    logged.countDown();
    Await.until("its acceptance", () -> run.stats().accepted() == 1);
    accepted.countDown();
    RunNotFoundException told = onlyProblem(RunNotFoundException.class, "404 Run not found");
    assertEquals(404, told.status());
    return run;
  }

  @Test
  void namesTellThatItIsGoneAndALookThatItIsBack() throws Exception {
    ActiveRun run = openUntilGone();
    assertLogsFail(run);
    UndeliveredException e = failingFlush(run);
    assertEquals(1, e.undelivered());
    assertEquals(0, e.refused());
    assertInstanceOf(RunNotFoundException.class, e.getCause());
    pluto.answerAll(DETAILS, request -> GONE);
    for (int looks = 1; looks <= 5; looks++) {
      letItAsk(DETAILS, looks);
    }
    assertEquals(1, bodies().size(), "nothing is posted to ingest");
    assertEquals(1, problems.size(), "told once");
    assertStats(run, 1, 0, 1, 0);
    pluto.answerAsPluto(DETAILS);
    letItAsk(DETAILS, 6);
    Await.until("the second point", () -> run.stats().accepted() == 2);
    run.log(2, "loss", 2);
    flush(run);
    assertEquals(List.of("loss@1", "loss@2", "new@0"), List.copyOf(pluto.stored().keySet()));
    assertEquals(List.of("loss", "new"), pluto.names());
  }

  @Test
  void aLookThatFailsOtherwiseTellsNothingOfTheRun() throws Exception {
    ActiveRun run = openUntilGone();
    pluto.answerNext(DETAILS, Answers.error(500, "no"), Answers.error(404, "Not Found"));
    for (int looks = 1; looks <= 2; looks++) {
      letItAsk(DETAILS, looks);
    }
    Await.until("a pause", this::isPausing);
    assertLogsFail(run);
    assertEquals(1, bodies().size());
  }

  @Test
  void aHeartbeatTellsThatItIsGoneAndThatItIsBack() throws Exception {
    pluto.answerNext(HEARTBEAT, GONE_FOR_PY, GONE_FOR_PY);
    ActiveRun run = closeLater(client().resume(MMP_1, withHeartbeats()));
    RunNotFoundException told = onlyProblem(RunNotFoundException.class, "404 Run not found");
    assertEquals("Run not found", told.error());
    assertLogsFail(run);
    for (int beats = 2; beats <= 3; beats++) {
      letItAsk(HEARTBEAT, beats);
    }
    Await.until("the return", () -> isThere(run));
    flush(run);
    assertEquals(List.of("loss@1"), List.copyOf(pluto.stored().keySet()));
    assertEquals(1, problems.size());
    assertEquals(0, pluto.received(DETAILS).size());
  }

  private static boolean isThere(ActiveRun run) {
    try {
      run.log(1, "loss", 1);
      return true;
    } catch (RunNotFoundException e) {
      return false;
    }
  }

  @Test
  void aCloseTellsThatWhatWaitsIsLost() throws Exception {
    ActiveRun run = openUntilGone();
    run.close();
    UndeliveredException lost = problem(1, UndeliveredException.class, "1 point");
    assertEquals(1, lost.refused());
    assertInstanceOf(RunNotFoundException.class, lost.getCause());
  }

  @Test
  void another404IsOnlyAWrongAddress() throws Exception {
    pluto.answerNext(NAMES, new MockResponse().setResponseCode(404).setBody("404 Not Found"));
    pluto.answerNext(HEARTBEAT, Answers.json(404, "{\"detail\":\"Not Found\"}"));
    ActiveRun run = closeLater(client().resume(MMP_1, withHeartbeats()));
    log(run, 2);
    flush(run);
    assertArrived(2);
    awaitProblems(2);
    List<String> told = problems.stream().map(Throwable::getMessage).sorted().toList();
    assertEquals(2, told.size());
    assertEquals(
        "could not register a metric's name of the run with ID 1 (display ID 'MMP-1') in project"
            + " 'my-ml-project': 404 Not Found. The server has no path /api/runs/logName/add, so it"
            + " may not be Pluto: check the base URL "
            + server.url("/"),
        told.get(0));
    assertEquals(
        "could not send a heartbeat of the run with ID 1 (display ID 'MMP-1') in project"
            + " 'my-ml-project': 404 Not Found. The server has no path /api/runs/trigger, so it may"
            + " not be Pluto: check the heartbeat URL "
            + server.url("/"),
        told.get(1));
  }

  /**
   * Time in which nobody can plan a heartbeat until the test lets it.
   *
   * @param planned is open once somebody tries to
   */
  private Timing holding(CountDownLatch planned, CountDownLatch heartbeats) {
    Timing timing = clock.timing();
    return new Timing(
        timing.nanoTime(),
        timing.now(),
        timing.random(),
        new Timing.Waiter() {
          @Override
          public void await(CallState call, long nanos) throws InterruptedException {
            timing.waiter().await(call, nanos);
          }

          @Override
          public Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next) {
            long seconds = Duration.ofNanos(nanos).toSeconds();
            if (seconds >= 15 && seconds <= 20) {
              planned.countDown();
              after(heartbeats, GONE);
            }
            return timing.waiter().schedule(timer, nanos, next);
          }
        });
  }

  @Test
  void whoLogsBeforeTheFailureIsToldGetsItToo() throws Exception {
    CountDownLatch planned = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    pluto.answerAll(NAMES, request -> GONE);
    PlutoClient.Builder builder = TestSettings.timing(builder(), holding(planned, told));
    ActiveRun run = closeLater(closeLater(builder.build()).resume(MMP_1, withHeartbeats()));
    Await.latch("the answer to a heartbeat", planned);
    run.log(0, "loss", 0);
    send();
    Await.until("a failure", () -> !isThere(run));
    assertEquals(List.of(), problems);
    assertLogsFail(run);
    told.countDown();
    onlyProblem(RunNotFoundException.class, "404 Run not found");
  }
}
