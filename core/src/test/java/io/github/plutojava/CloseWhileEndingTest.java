package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;

/** To close a run or its client does not undo an ending, and waits for it only so long. */
class CloseWhileEndingTest extends EndingTest {
  @Test
  void theReadmesOrderEndsWithACompletedRun() {
    try (PlutoClient client = builder().build();
        ActiveRun run = client.resume(MMP_1)) {
      run.log(1000, "eval/accuracy", 0.93);
      run.finish();
    }
    assertEquals("COMPLETED", pluto.status());
    assertEquals(1, pluto.points().size());
  }

  @Test
  void closeAfterAFinishDoesNothingMore() {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    int requests = server.getRequestCount();
    run.close();
    assertEquals(requests, server.getRequestCount());
    assertEquals(List.of(), problems);
  }

  @Test
  void closeWaitsForAnEndingAtMostItsTimeout() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open(options().closeTimeout(Duration.ofMillis(200)).build());
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    status.awaitRequest();
    run.close();
    assertFalse(finish.isDone());
    status.close();
    assertEquals(RunStatus.COMPLETED, finish.get(10, TimeUnit.SECONDS));
  }

  @Test
  void closeWaitsForAnEndingThatGoesWell() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    status.awaitRequest();
    FutureTask<Void> close = new FutureTask<>(run::close, null);
    Thread thread = new Thread(close);
    thread.start();
    Await.until("a wait", () -> thread.getState() == Thread.State.TIMED_WAITING);
    status.close();
    close.get(5, TimeUnit.SECONDS);
    assertEquals(RunStatus.COMPLETED, finish.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aFinishThatFailsWhileTheRunIsClosedDoesNotOpenItAgain() throws Exception {
    holdAll(RunServer.INGEST);
    ActiveRun run = open(options().closeTimeout(Duration.ofMillis(800)).build());
    run.log(1, "loss", 0.5);
    CompletableFuture<RunStatus> finish = run.finishAsync(SHORT);
    run.close();
    assertEquals(UndeliveredException.class, Failures.of(finish).getClass());
    assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    awaitProblems(1);
    assertHas("1 point of the run with ID 1", problems.get(0).getMessage());
    assertHas("was lost: the run was closed", problems.get(0).getMessage());
    assertEquals(List.of(), asked());
  }

  @Test
  void aFailOnAnInterruptedThreadArrivesAlthoughAllIsClosedAfterIt() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    FutureTask<Boolean> program =
        new FutureTask<>(
            () -> {
              try (PlutoClient client = builder().build();
                  ActiveRun run = client.resume(MMP_1, options().build())) {
                run.log(1, "loss", 0.5);
                Thread.currentThread().interrupt();
                assertEquals(RunStatus.UNKNOWN, run.fail(new InterruptedException("stop"), LIMIT));
              }
              return Thread.interrupted();
            });
    Thread thread = new Thread(program);
    thread.start();
    status.awaitRequest();
    Await.until("the wait of close", () -> thread.getState() == Thread.State.TIMED_WAITING);
    assertFalse(program.isDone());
    status.close();
    assertTrue(program.get(10, TimeUnit.SECONDS), "the flag is not set");
    assertEquals("FAILED", pluto.status());
    assertEquals(1, pluto.points().size());
    assertEquals(List.of(), problems);
  }

  @Test
  void theClientWaitsAlsoForAFailAfterTheRunsClose() throws Exception {
    PlutoClient client = closeLater(builder().build());
    ActiveRun run = client.resume(MMP_1, options().build());
    run.close();
    pluto.answerNext(
        RunServer.STATUS,
        request -> pluto.accept(request).setHeadersDelay(300, TimeUnit.MILLISECONDS));
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("late"), LIMIT);
    client.close();
    assertEquals(RunStatus.FAILED, fail.get(10, TimeUnit.SECONDS));
  }

  @Test
  void theClientEndsWhatHangsLongerThanTheLongestTimeout() throws Exception {
    pluto.answerAll(
        RunServer.STATUS, request -> new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient client = closeLater(builder().build());
    ActiveRun first = client.resume(MMP_1, options().closeTimeout(Duration.ZERO).build());
    ActiveRun second = client.resume(MMP_1, options().closeTimeout(SHORT).build());
    CompletableFuture<RunStatus> finish = first.finishAsync(Duration.ofMinutes(1));
    CompletableFuture<RunStatus> fail = second.failAsync(new Exception(), Duration.ofMinutes(1));
    long begun = System.nanoTime();
    client.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(millis >= SHORT.toMillis(), "it waited " + millis + " ms");
    assertHas("PlutoClient was closed", Failures.of(finish).getMessage());
    assertEquals(RunStatus.UNKNOWN, fail.get(10, TimeUnit.SECONDS));
  }

  @Test
  void theClientGivesManyRunsOneLimitTogether() throws Exception {
    pluto.answerAll(
        RunServer.STATUS, request -> new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient client = closeLater(builder().build());
    RunOptions options = options().closeTimeout(SHORT).build();
    ResumedRun resumed = client.runs().resume(MMP_1);
    List<CompletableFuture<RunStatus>> endings = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      endings.add(client.open(resumed, options).finishAsync(Duration.ofMinutes(1)));
    }
    Await.until("the requests", () -> count(RunServer.STATUS) == 60);
    long begun = System.nanoTime();
    client.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(millis < 10 * SHORT.toMillis(), "it took " + millis + " ms");
    for (CompletableFuture<RunStatus> ending : endings) {
      assertHas("PlutoClient was closed", Failures.of(ending).getMessage());
    }
  }

  @Test
  void theClientTellsWhatIsLostBeforeItsCloseReturns() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    PlutoClient client = closeLater(builder().build());
    ActiveRun run =
        client.resume(
            MMP_1,
            options()
                .closeTimeout(Duration.ofMillis(1100))
                .onProblem(
                    problem -> {
                      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // It is waited for.
                      problems.add(problem);
                    })
                .build());
    run.log(1, "loss", 0.5);
    ingest.awaitRequest();
    client.close();
    assertEquals(1, problems.size());
    assertHas("was lost: the run was closed", problems.get(0).getMessage());
  }

  @Test
  void theClientTellsWhatAFailUnderWayLosesByItsClose() throws Exception {
    holdAll(RunServer.INGEST);
    PlutoClient client = closeLater(builder().build());
    ActiveRun run = client.resume(MMP_1, options().closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    Exception cause = new Exception("no GPU");
    CompletableFuture<RunStatus> fail = run.failAsync(cause, LIMIT);
    Await.until("the reading back", () -> count(RunServer.DETAILS) == 1);
    client.close();
    assertEquals(1, problems.size());
    assertHas("was lost: the run was closed", problems.get(0).getMessage());
    assertEquals(RunStatus.FAILED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(1, ((UndeliveredException) cause.getSuppressed()[0]).refused());
    assertEquals(1, problems.size());
  }

  @Test
  void aListenerThatClosesTheRunDoesNotWaitForItself() throws Exception {
    CompletableFuture<ActiveRun> opened = new CompletableFuture<>();
    CompletableFuture<Long> millis = new CompletableFuture<>();
    pluto.answerNext(RunServer.NAMES, Answers.error(500, "Internal Server Error"));
    ActiveRun run =
        open(
            options()
                .onProblem(
                    problem -> {
                      long begun = System.nanoTime();
                      opened.join().close();
                      millis.complete(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                    })
                .build());
    opened.complete(run);
    run.log(1, "loss", 0.5);
    assertTrue(millis.get(20, TimeUnit.SECONDS) < 8000, "it waited for its own end");
  }
}
