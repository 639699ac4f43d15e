package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A run that the program drops without an end of it does not go on for ever. */
class DroppedRunTest extends WatchTest {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  @Metrics
  interface Scores {
    void score(@Step long step, @Metric("loss") double loss);
  }

  /** Opens a run that its own cancel action holds, logs to it, and drops it. */
  private static void drop(PlutoClient client, RunOptions options) {
    ActiveRun run = client.resume(MMP_1, options);
    run.onCancel(run::close);
    run.log(1, "loss", 0.5);
  }

  private RunOptions.Builder slow() {
    return options().flushInterval(Duration.ofHours(1)).closeTimeout(CLOSE_TIMEOUT);
  }

  /** Lets one turn come after the other until a run that was dropped is noticed. */
  private void awaitDropped() {
    Await.until(
        "it is told",
        () -> {
          List<Duration> planned = manual.planned();
          if (!planned.isEmpty()
              && !planned.contains(CLOSE_TIMEOUT)
              && planned.get(0).compareTo(LONGEST_PAUSE) <= 0) {
            System.gc();
            manual.pass(planned.get(0));
          }
          return !problems.isEmpty();
        });
  }

  /** Opens further runs, and so passes no time, until a run that was dropped is noticed. */
  private void awaitDropped(PlutoClient client) {
    ResumedRun run = client.runs().resume(MMP_1);
    Await.until(
        "it is told",
        () -> {
          System.gc();
          client.open(run, slow().build()).close();
          return !problems.isEmpty();
        });
  }

  @Test
  void isToldAndFlushedAndGetsNoMoreHeartbeats() {
    drop(client(), slow().build());
    awaitDropped();
    assertEquals(
        "the program has dropped the ActiveRun of the run with ID 1 (display ID 'MMP-1') in"
            + " project 'my-ml-project' without a close or an ending that took effect: it is closed"
            + " now; use try-with-resources",
        assertInstanceOf(UndeliveredException.class, problems.get(0)).getMessage());
    Await.until("it is flushed", () -> pluto.points().size() == 1);
    Await.until("nothing is to come", () -> manual.planned().isEmpty());
    awaitEndOfTurns();
    int before = heartbeats();
    manual.pass(Duration.ofMinutes(5));
    awaitEndOfTurns();
    assertEquals(before, heartbeats());
    assertEquals(1, problems.size());
    assertEquals(0, pluto.received(RunServer.STATUS).size());
  }

  @Test
  void isNoticedWithoutHeartbeats() {
    drop(client(), slow().heartbeatInterval(Duration.ZERO).build());
    awaitDropped();
    Await.until("it is flushed", () -> pluto.points().size() == 1);
    assertEquals(0, heartbeats());
  }

  @Test
  void isNotDroppedWhileItsProxyIsHeld() {
    PlutoClient client = client();
    Scores scores = client.resume(MMP_1, slow().build()).metrics(Scores.class);
    drop(client, slow().build());
    awaitDropped(client);
    scores.score(2, 0.25);
    assertTrue(scores.toString().contains("MMP-1"), scores.toString());
    assertEquals(1, problems.size(), "the other alone");
  }

  @Test
  void isNotDroppedWhileItsFlushIsUnderWay() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    pluto.answerNext(
        RunServer.INGEST,
        request -> {
          hang(answered);
          return pluto.accept(request);
        });
    PlutoClient client = client();
    CompletableFuture<Void> flushed = logAndFlush(client);
    Await.until("the point is posted", () -> !pluto.received(RunServer.INGEST).isEmpty());
    drop(client, slow().build());
    awaitDropped(client);
    assertEquals(1, problems.size(), "the other alone");
    answered.countDown();
    flushed.get(10, TimeUnit.SECONDS);
    problems.clear();
    awaitDropped(client);
  }

  private CompletableFuture<Void> logAndFlush(PlutoClient client) {
    ActiveRun run = client.resume(MMP_1, slow().build());
    run.log(1, "loss", 0.5);
    return run.flushAsync(Duration.ofHours(1));
  }

  @Test
  void isNoticedAfterAFailThatCouldNotBeSet() {
    pluto.answerAll(RunServer.STATUS, request -> Answers.error(400, "Bad Request"));
    PlutoClient client = client();
    assertEquals(RunStatus.UNKNOWN, client.resume(MMP_1, slow().build()).fail("no GPU"));
    Await.until("the fail is told", () -> problems.size() == 1);
    problems.clear();
    int before = heartbeats();
    awaitDropped();
    assertTrue(problems.get(0).getMessage().contains("dropped"), problems.get(0).getMessage());
    assertEquals(before, heartbeats());
  }

  @Test
  void isNotToldIfAnEndingIsUnderWay() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    pluto.answerNext(
        RunServer.STATUS,
        request -> {
          hang(answered);
          return pluto.accept(request);
        });
    PlutoClient client = client();
    CompletableFuture<RunStatus> finished =
        client.resume(MMP_1, slow().build()).finishAsync(Duration.ofSeconds(30));
    Await.until("the status is set", () -> !pluto.received(RunServer.STATUS).isEmpty());
    drop(client, slow().build());
    awaitDropped(client);
    answered.countDown();
    assertEquals(RunStatus.COMPLETED, finished.get(10, TimeUnit.SECONDS));
    assertEquals(1, problems.size(), "the other alone");
  }
}
