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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of several endings, the first that has taken effect counts. */
class EndingRaceTest extends EndingTest {
  @Test
  void aFailOvertakesAFinishThatWaitsForPoints() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    ingest.awaitRequest();
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("no GPU"), LIMIT);
    assertHas("a fail overtook this finish", Failures.of(finish).getMessage());
    Await.until("the status", () -> asked().equals(List.of("FAILED")));
    ingest.close();
    assertEquals(RunStatus.FAILED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(1, pluto.points().size());
    assertEquals(List.of("FAILED"), asked());
  }

  @Test
  void aFailOvertakesFinishesThatWaitForTheirTurn() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    CompletableFuture<RunStatus> first = run.finishAsync(LIMIT);
    CompletableFuture<RunStatus> second = run.finishAsync(LIMIT);
    ingest.awaitRequest();
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("no GPU"), LIMIT);
    assertTrue(Failures.of(first) instanceof PlutoException);
    assertTrue(Failures.of(second) instanceof PlutoException);
    ingest.close();
    assertEquals(RunStatus.FAILED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("FAILED"), asked());
  }

  @Test
  void aFailOvertakesAFinishWhoseRequestsReachedNobody() throws Exception {
    ActiveRun run = open();
    String url = server.url("/").toString();
    AtomicInteger attempts = new AtomicInteger();
    PlutoClient elsewhere =
        closeLater(
            PlutoClient.builder()
                .apiKey(
                    () -> {
                      attempts.incrementAndGet();
                      return KEY;
                    })
                .baseUrl("http://127.0.0.1:1")
                .ingestUrl(url)
                .heartbeatUrl(url)
                .build());
    ActiveRun unreachable = closeLater(elsewhere.open(run.run(), options().build()));
    CompletableFuture<RunStatus> finish = unreachable.finishAsync(LIMIT);
    Await.until("an attempt", () -> attempts.get() > 0);
    CompletableFuture<RunStatus> fail = unreachable.failAsync(new Exception("no GPU"), SHORT);
    assertHas("a fail overtook this finish", Failures.of(finish).getMessage());
    assertEquals(RunStatus.UNKNOWN, fail.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aFailDoesNotOvertakeAFinishThatHasSentItsStatus() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    status.awaitRequest();
    Exception cause = new Exception("too late");
    assertEquals(RunStatus.UNKNOWN, run.fail(cause, SHORT));
    assertHas(
        "is FAILED: the ending took longer than its limit", cause.getSuppressed()[0].getMessage());
    CompletableFuture<RunStatus> fail = run.failAsync(cause, LIMIT);
    status.close();
    assertEquals(RunStatus.COMPLETED, finish.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void aFailDoesNotOvertakeAFinishWhoseStatusMayBeSet() throws Exception {
    Hold status = closeLater(new Hold(this::lost));
    pluto.answerNext(RunServer.STATUS, status);
    ActiveRun run = open();
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    status.awaitRequest();
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("too late"), LIMIT);
    status.close();
    assertEquals(RunStatus.COMPLETED, finish.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }

  @Test
  void aFinishAsyncTakesNoPointsOnceItHasReturned() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    ActiveRun run = open(options().maxBufferedPoints(1).build());
    run.log(1, "loss", 0.5);
    FutureTask<Void> waiting = new FutureTask<>(() -> run.log(2, "loss", 0.25), null);
    Thread thread = new Thread(waiting);
    thread.start();
    Await.until("a wait for room", () -> thread.getState() == Thread.State.WAITING);
    CompletableFuture<RunStatus> finish = run.finishAsync(LIMIT);
    assertThrows(IllegalStateException.class, () -> run.tryLog(3, "loss", 0.125));
    assertEquals(
        IllegalStateException.class,
        Failures.of(() -> waiting.get(10, TimeUnit.SECONDS)).getClass());
    ingest.close();
    assertEquals(RunStatus.COMPLETED, finish.get(10, TimeUnit.SECONDS));
    assertEquals(1, pluto.points().size());
  }

  @Test
  void eachFinishHasItsOwnLimit() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    CompletableFuture<RunStatus> first = run.finishAsync(LIMIT);
    status.awaitRequest();
    CompletableFuture<RunStatus> second = run.finishAsync(SHORT);
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> run.finish(SHORT));
    assertTrue(e.timedOut());
    assertFalse(e.interrupted());
    assertEquals(PlutoTransportException.class, Failures.of(second).getClass());
    assertFalse(first.isDone());
    status.close();
    assertEquals(RunStatus.COMPLETED, first.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatUsersDoToTheFutureIsNoMatterOfTheEnding() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    assertTrue(run.finishAsync(LIMIT).cancel(true));
    assertTrue(run.finishAsync(LIMIT).complete(RunStatus.UNKNOWN));
    assertTrue(run.failAsync(new Exception(), LIMIT).cancel(true));
    status.awaitRequest();
    status.close();
    String first = asked().get(0);
    assertEquals(first, run.finish(LIMIT).name());
    assertEquals(List.of(first), asked());
  }

  @Test
  void anInterruptEndsOnlyTheWaitForAFinish() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    Thread.currentThread().interrupt();
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> run.finish(LIMIT));
    assertTrue(Thread.interrupted());
    assertTrue(e.interrupted());
    assertFalse(e.timedOut());
    assertHas("it is not known whether the run with ID 1", e.getMessage());
    status.close();
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @Test
  void onlyOneStatusIsSetWhateverHappensAtOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      int before = asked().size();
      ActiveRun run = open();
      run.log(i, "loss", 0.5);
      ConcurrentLinkedQueue<RunStatus> returned = new ConcurrentLinkedQueue<>();
      List<Supplier<RunStatus>> endings =
          List.of(
              () -> run.fail("a", LIMIT),
              () -> run.fail(new Exception("b"), LIMIT),
              () -> run.failAsync(new Exception("c"), LIMIT).join(),
              () -> run.fail("d", LIMIT),
              () -> run.finishAsync(LIMIT).handle((status, e) -> status).join(),
              () -> finishOrNull(run));
      CyclicBarrier start = new CyclicBarrier(endings.size());
      List<Thread> threads = new ArrayList<>();
      for (Supplier<RunStatus> ending : endings) {
        Thread thread =
            new Thread(
                () -> {
                  RunStatus status = atOnce(start, ending);
                  if (status != null) {
                    returned.add(status);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join(10_000);
      }
      List<String> asked = asked().subList(before, asked().size());
      assertEquals(1, asked.size(), "" + asked);
      assertTrue(returned.size() >= 4, "" + returned);
      returned.forEach(status -> assertEquals(asked.get(0), status.name()));
    }
  }

  private static RunStatus finishOrNull(ActiveRun run) {
    try {
      return run.finish(LIMIT);
    } catch (PlutoException e) { // Overtaken.
      return null;
    }
  }

  private static RunStatus atOnce(CyclicBarrier start, Supplier<RunStatus> ending) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return ending.get();
  }

  @Test
  void aFinishBehindOneThatTakesEffectReturnsTheSameAlthoughAFailCame() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    CompletableFuture<RunStatus> first = run.finishAsync(LIMIT);
    status.awaitRequest();
    CompletableFuture<RunStatus> second = run.finishAsync(LIMIT);
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("no GPU"), LIMIT);
    status.close();
    assertEquals(RunStatus.COMPLETED, first.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, second.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(List.of("COMPLETED"), asked());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void aFailOvertakesAFinishWhoseRequestsTheServerTurnsAway(int code) throws Exception {
    pluto.answerAll(
        RunServer.STATUS, request -> Answers.error(code, "busy").setHeader("Retry-After", "60"));
    ActiveRun run = open();
    CompletableFuture<RunStatus> finish = run.finishAsync(Duration.ofHours(1));
    Await.until("it was turned away", () -> count(RunServer.STATUS) == 1);
    pluto.answerAsPluto(RunServer.STATUS);
    assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
    assertHas("a fail overtook this finish", Failures.of(finish).getMessage());
    assertEquals(List.of("COMPLETED", "FAILED"), asked());
  }
}
