package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Delivery;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** To close a run delivers what waits, in bounded time, and never throws. */
class ActiveRunCloseTest extends RunTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  private HeldAnswers hold() {
    return closeLater(new HeldAnswers(pluto, RunServer.INGEST));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private void assertLost(int points) {
    assertEquals(1, problems.size(), problems.toString());
    UndeliveredException lost = assertInstanceOf(UndeliveredException.class, problems.get(0));
    assertEquals(points, lost.undelivered());
    assertEquals(points, lost.refused());
    assertTrue(lost.getMessage().contains("lost: the run was closed"), lost.getMessage());
  }

  @Test
  void deliversWhatWaits() {
    ActiveRun run = open(options().flushInterval(Duration.ofHours(1)).build());
    run.log(1, "loss", 0.5);
    run.log(2, "acc", 0.25);
    run.close();
    assertEquals(2, pluto.points().size());
    assertEquals(List.of("loss", "acc"), pluto.names());
    assertEquals(new RunStats(2, 2, 0, 0, 0), run.stats());
    assertEquals(List.of(), problems);
  }

  @Test
  void leavesTheStatusAlone() {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    run.close();
    run.close();
    assertEquals(3, server.getRequestCount()); // The resume, the points and their name.
    assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    assertThrows(IllegalStateException.class, () -> run.tryLog(2, "loss", 0.5));
  }

  @Test
  void inAFinallyItEndsThoughTheServerHangs() {
    hold();
    long begun = 0;
    IllegalArgumentException own = new IllegalArgumentException("the user's");
    try {
      try (ActiveRun run = open(options().closeTimeout(SHORT).build())) {
        run.log(1, "loss", 0.5);
        run.log(2, "loss", 0.5);
        begun = System.nanoTime();
        throw own;
      }
    } catch (IllegalArgumentException e) {
      assertEquals(own, e);
      assertEquals(0, e.getSuppressed().length);
    }
    assertTrue(millisSince(begun) >= SHORT.toMillis(), "it did not try");
    assertTrue(millisSince(begun) < 5000, "it took " + millisSince(begun) + " ms");
    assertLost(2); // Told before close returns.
  }

  @Test
  void saysWhatTheLastFailureWas() {
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(503));
    ActiveRun run = open(options().closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    Await.until("a failure", () -> !problems.isEmpty());
    run.close();
    PlutoException last = problems.get(problems.size() - 1);
    assertEquals(1, assertInstanceOf(UndeliveredException.class, last).undelivered());
    assertEquals(503, assertInstanceOf(PlutoApiException.class, last.getCause()).status());
  }

  @Test
  void withoutATimeoutItDoesNotWait() {
    hold();
    ActiveRun run = open(options().closeTimeout(Duration.ZERO).build());
    run.log(1, "loss", 0.5);
    run.close();
    Await.until("the loss is told", () -> !problems.isEmpty());
    assertLost(1);
    assertEquals(1, run.stats().waiting());
  }

  @Test
  void anInterruptEndsItsWaitAndTheDeliveryGoesOn() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = open(options().closeTimeout(Duration.ofMinutes(5)).build());
    run.log(1, "loss", 0.5);
    Thread.currentThread().interrupt();
    long begun = System.nanoTime();
    run.close();
    assertTrue(Thread.interrupted());
    assertTrue(millisSince(begun) < 5000, "it took " + millisSince(begun) + " ms");
    assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    held.awaitRequest();
    held.answer();
    Await.until("the delivery", () -> run.stats().accepted() == 1);
    assertEquals(List.of(), problems);
  }

  @Test
  void underAnInterruptTheLossIsToldAllTheSame() {
    hold();
    ActiveRun run = open(options().closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    Thread.currentThread().interrupt();
    run.close();
    assertTrue(Thread.interrupted());
    Await.until("the loss is told", () -> !problems.isEmpty());
    assertLost(1);
  }

  @Test
  void twoThreadsCanCloseAtOnce() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    Thread[] threads = {new Thread(run::close), new Thread(run::close)};
    for (Thread thread : threads) {
      thread.start();
    }
    held.awaitRequest();
    for (Thread thread : threads) {
      Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    }
    held.answer();
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    run.close();
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
    assertEquals(List.of(), problems);
  }

  /** It is told on the thread that tells everything, after what was told before. */
  @Test
  void waitsUntilTheLossIsToldButNotForEver() throws Exception {
    hold();
    CountDownLatch mayReturn = new CountDownLatch(1);
    ActiveRun run =
        open(
            options()
                .closeTimeout(SHORT)
                .onProblem(
                    problem -> {
                      try {
                        mayReturn.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      problems.add(problem);
                    })
                .build());
    run.log(1, "loss", 0.5);
    long begun = System.nanoTime();
    run.close();
    assertTrue(millisSince(begun) >= 1000, "it waited " + millisSince(begun) + " ms");
    assertTrue(millisSince(begun) < 6000, "it waited " + millisSince(begun) + " ms");
    mayReturn.countDown();
    Await.until("the loss is told", () -> !problems.isEmpty());
    assertLost(1);
  }

  @Test
  void canBeCalledFromOnProblem() throws Exception {
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(503));
    CountDownLatch isClosed = new CountDownLatch(1);
    ActiveRun[] run = new ActiveRun[1];
    CountDownLatch isOpen = new CountDownLatch(1);
    long[] millis = new long[1];
    run[0] =
        open(
            options()
                .closeTimeout(Duration.ofSeconds(30))
                .onProblem(
                    problem -> {
                      if (isClosed.getCount() > 0) {
                        try {
                          isOpen.await();
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                        pluto.answerAsPluto(RunServer.INGEST);
                        long begun = System.nanoTime();
                        run[0].close();
                        millis[0] = millisSince(begun);
                        isClosed.countDown();
                      }
                    })
                .build());
    isOpen.countDown();
    run[0].log(1, "loss", 0.5);
    Await.latch("the close", isClosed);
    assertEquals(1, run[0].stats().accepted());
    assertTrue(millis[0] < 5000, "it waited for itself: " + millis[0] + " ms");
  }

  @Test
  void withoutATimeoutItDoesNotEvenWaitUntilTheLossIsTold() {
    hold();
    CountDownLatch mayReturn = new CountDownLatch(1);
    RunOptions options =
        options().closeTimeout(Duration.ZERO).onProblem(problem -> hang(mayReturn)).build();
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // The machine may be slow, but not each time.
      ActiveRun run = open(options);
      run.log(1, "loss", 0.5);
      long begun = System.nanoTime();
      run.close();
      shortest = Math.min(shortest, millisSince(begun));
    }
    mayReturn.countDown();
    assertTrue(shortest < 900, "it waited " + shortest + " ms");
  }

  @Test
  void endsTheRequestThatIsUnderWay() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = open(options().closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    held.awaitRequest();
    run.close();
    Await.until("its thread is free", () -> !isSending());
    assertLost(1);
    assertEquals(0, run.stats().failedRequests(), "the close is no failure");
  }

  private static boolean isSending() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame -> frame.getClassName().equals(Delivery.class.getPackageName() + ".Courier"));
  }
}
