package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** A flush returns once all that was logged before it is accepted, or says what is not. */
class ActiveRunFlushTest extends RunTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Answers no points until the test says so. */
  private HeldAnswers hold() {
    return closeLater(new HeldAnswers(pluto, RunServer.INGEST));
  }

  private ActiveRun openForShort() {
    return open(options().closeTimeout(Duration.ZERO).build());
  }

  private static MockResponse refusal() {
    return new MockResponse()
        .setResponseCode(422)
        .setBody(
            "{\"code\":\"UNPROCESSABLE\",\"message\":\"Validation (2006 - Invalid line): no\"}");
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    ActiveRun run = open();
    for (Duration limit :
        List.of(
            Duration.ofNanos(-1),
            Duration.ofMillis(-1),
            Duration.ofMillis(Integer.MAX_VALUE).plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      String expected =
          "limit "
              + Describe.duration(limit)
              + " is out of range: it goes from 0 s to 2147483647 ms";
      assertEquals(
          expected,
          assertThrows(IllegalArgumentException.class, () -> run.flush(limit)).getMessage());
      assertEquals(
          expected,
          assertThrows(IllegalArgumentException.class, () -> run.flushAsync(limit)).getMessage());
    }
    assertEquals(
        "limit", assertThrows(NullPointerException.class, () -> run.flush(null)).getMessage());
    assertThrows(NullPointerException.class, () -> run.flushAsync(null));
    run.flush(Duration.ofMillis(Integer.MAX_VALUE));
  }

  @Test
  void zeroTriesButDoesNotWait() {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.flush(Duration.ZERO);
    run.log(1, "loss", 0.5);
    UndeliveredException e =
        assertThrows(UndeliveredException.class, () -> run.flush(Duration.ZERO));
    assertEquals(1, e.undelivered());
    assertEquals(0, e.refused());
    held.answer();
    Await.until("the point", () -> run.stats().accepted() == 1);
    run.flush(Duration.ZERO);
  }

  @Test
  void withoutALimitItHasTheOnesOfTheOptions() {
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(503));
    ActiveRun run =
        open(options().deliveryTimeout(Duration.ofMillis(20)).closeTimeout(Duration.ZERO).build());
    run.log(1, "loss", 0.5);
    UndeliveredException e = assertThrows(UndeliveredException.class, run::flush);
    assertEquals(1, e.undelivered());
    pluto.answerAsPluto(RunServer.INGEST);
    run.flush(LONG);
  }

  @Test
  void countsWhatWaitsAndWhatWasRefused() {
    pluto.answerAll(
        RunServer.INGEST,
        request ->
            request.body().contains("bad")
                ? refusal()
                : request.body().contains("late")
                    ? new MockResponse().setResponseCode(503)
                    : pluto.accept(request));
    ActiveRun run = openForShort();
    run.log(1, "good", 1);
    run.log(2, "bad", 2);
    run.log(3, "good", 3);
    UndeliveredException refused = assertThrows(UndeliveredException.class, () -> run.flush(LONG));
    assertEquals(1, refused.undelivered());
    assertEquals(1, refused.refused());
    assertEquals(422, assertInstanceOf(PlutoApiException.class, refused.getCause()).status());
    assertTrue(
        refused.getMessage().startsWith("1 point of the run with ID 1"), refused.getMessage());
    run.log(4, "late", 4);
    run.log(5, "late", 5);
    UndeliveredException both =
        assertThrows(UndeliveredException.class, () -> run.flush(Duration.ofMillis(200)));
    assertEquals(3, both.undelivered());
    assertEquals(1, both.refused());
    assertEquals(503, assertInstanceOf(PlutoApiException.class, both.getCause()).status());
    pluto.answerAsPluto(RunServer.INGEST);
    UndeliveredException still = assertThrows(UndeliveredException.class, () -> run.flush(LONG));
    assertEquals(1, still.undelivered());
    assertEquals(1, still.refused());
    RunStats stats = run.stats();
    assertEquals(new RunStats(5, 4, 1, 0, stats.failedRequests()), stats);
    UndeliveredException closed =
        assertThrows(
            UndeliveredException.class,
            () -> {
              run.close();
              run.flush(LONG);
            });
    assertEquals(1, closed.undelivered());
  }

  @Test
  void anInterruptEndsTheWaitAndTheDeliveryGoesOn() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    run.log(2, "loss", 0.5);
    AtomicReference<UndeliveredException> failure = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              failure.set(assertThrows(UndeliveredException.class, () -> run.flush(LONG)));
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    held.awaitRequest();
    run.log(3, "loss", 0.5);
    thread.interrupt();
    thread.join(10_000);
    assertTrue(flag.get());
    assertEquals(2, failure.get().undelivered());
    assertEquals(0, failure.get().refused());
    assertTrue(failure.get().getMessage().contains("interrupted"), failure.get().getMessage());
    held.answer();
    run.flush(LONG);
    assertEquals(new RunStats(3, 3, 0, 0, 0), run.stats());
  }

  @Test
  void whatIsLoggedMeanwhileIsNotWaitedFor() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch isLogged = new CountDownLatch(1);
    pluto.answerNext(
        RunServer.INGEST,
        request -> {
          isAsked.countDown();
          try {
            isLogged.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return pluto.accept(request);
        });
    hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    CompletableFuture<Void> flush = run.flushAsync(LONG);
    Await.latch("the batch", isAsked);
    run.log(2, "loss", 0.5);
    isLogged.countDown();
    flush.get(10, TimeUnit.SECONDS);
    assertEquals(new RunStats(2, 1, 0, 1, 0), run.stats());
  }

  @Test
  void whatAnyThreadLoggedBeforeIsWaitedFor() throws Exception {
    ActiveRun run = open();
    AtomicLong logged = new AtomicLong();
    Thread other =
        new Thread(
            () -> {
              for (int i = 0; i < 2000; i++) {
                run.log(i, "other", 0.5);
                logged.incrementAndGet();
                LockSupport.parkNanos(20_000);
              }
            });
    other.start();
    for (int i = 1; other.isAlive(); i++) {
      run.log(i, "own", 0.5);
      long before = logged.get();
      run.flush(LONG);
      assertTrue(run.stats().accepted() >= before + i, run.stats() + " after " + before);
    }
    run.flush(LONG);
    assertEquals(0, run.stats().waiting());
    assertEquals(2000, pluto.points().stream().filter(p -> p.name().equals("other")).count());
  }

  @Test
  void afterACloseItGoesByTheAccount() throws Exception {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    run.close();
    run.flush(Duration.ZERO);
    run.flush(LONG);
    run.flushAsync(LONG).get(10, TimeUnit.SECONDS);
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
  }

  @Test
  void anInterruptedOneCountsWhatWasRefusedBefore() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    pluto.answerAll(
        RunServer.INGEST,
        request -> {
          if (request.body().contains("bad")) {
            return refusal();
          }
          isAsked.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return pluto.accept(request);
        });
    closeLater(mayAnswer::countDown);
    ActiveRun run = openForShort();
    run.log(1, "bad", 1);
    assertThrows(UndeliveredException.class, () -> run.flush(LONG));
    run.log(2, "good", 2);
    run.log(3, "good", 3);
    AtomicReference<UndeliveredException> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> failure.set(assertThrows(UndeliveredException.class, () -> run.flush(LONG))));
    thread.start();
    Await.latch("the next request", isAsked);
    thread.interrupt();
    thread.join(10_000);
    assertEquals(3, failure.get().undelivered());
    assertEquals(1, failure.get().refused());
  }
}
