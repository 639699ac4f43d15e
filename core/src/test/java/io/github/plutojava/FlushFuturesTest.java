package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A flush that nobody waits for takes no thread, and what becomes of its future stops nothing. */
class FlushFuturesTest extends RunTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Answers no points until the test says so. */
  private HeldAnswers hold() {
    return closeLater(new HeldAnswers(pluto, RunServer.INGEST));
  }

  private ActiveRun openForShort() {
    return open(options().closeTimeout(Duration.ZERO).build());
  }

  @Test
  void cancellingItsFutureStopsNothing() {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    CompletableFuture<Void> cancelled = run.flushAsync(LONG);
    CompletableFuture<Void> completed = run.flushAsync(LONG);
    CompletableFuture<Void> other = run.flushAsync(LONG);
    assertTrue(cancelled.cancel(true));
    assertTrue(completed.complete(null));
    assertEquals(1, run.stats().waiting());
    assertFalse(other.isDone());
    held.answer();
    other.orTimeout(10, TimeUnit.SECONDS).join();
    assertEquals(1, run.stats().accepted());
  }

  @Test
  void whatHangsOnItsFutureGetsTheExceptionItself() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    CompletableFuture<Class<?>> type = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        run.flushAsync(Duration.ZERO)
            .whenComplete((done, failure) -> type.complete(failure.getClass()));
    assertEquals(UndeliveredException.class, type.get(10, TimeUnit.SECONDS));
    held.answer();
  }

  @Test
  void takesNoThreadWhileItWaits() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    held.awaitRequest();
    int before = Thread.activeCount();
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      futures.add(run.flushAsync(LONG));
    }
    assertTrue(Thread.activeCount() <= before + 5, Thread.activeCount() + " after " + before);
    held.answer();
    CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void whatHangsOnItsFutureMayBlock() throws Exception {
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(1)).build());
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      run.log(i, "loss", i);
      CompletableFuture<Void> unused =
          run.flushAsync(LONG)
              .whenComplete(
                  (done, failure) -> {
                    begun.countDown();
                    try {
                      mayEnd.await();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
    }
    Await.latch("all of them", begun);
    int beats = pluto.received(RunServer.HEARTBEAT).size();
    run.log(20, "loss", 20);
    run.flush(LONG);
    Await.until("a heartbeat", () -> pluto.received(RunServer.HEARTBEAT).size() > beats);
    mayEnd.countDown();
  }

  /** Neither the timer's, which ends the wait, nor the one that delivers. */
  @Test
  void whatHangsOnItsFutureRunsOnAThreadOfItsOwn() throws Exception {
    HeldAnswers held = hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    held.awaitRequest();
    CompletableFuture<String> late =
        run.flushAsync(Duration.ofMillis(50))
            .handle((done, failure) -> Thread.currentThread().getName());
    CompletableFuture<String> delivered =
        run.flushAsync(LONG).handle((done, failure) -> Thread.currentThread().getName());
    assertEquals("Pluto call end", late.get(10, TimeUnit.SECONDS));
    held.answer();
    assertEquals("Pluto call end", delivered.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whileItsRunIsClosedItIsToldSo() {
    hold();
    ActiveRun run = openForShort();
    run.log(1, "loss", 0.5);
    CompletableFuture<Void> flush = run.flushAsync(LONG);
    run.close();
    UndeliveredException e = assertInstanceOf(UndeliveredException.class, Failures.of(flush));
    assertEquals(1, e.undelivered());
    assertEquals(1, e.refused());
    assertTrue(e.getMessage().contains("closed"), e.getMessage());
    UndeliveredException later = assertThrows(UndeliveredException.class, () -> run.flush(LONG));
    assertEquals(1, later.undelivered());
    assertSame(UndeliveredException.class, Failures.of(run.flushAsync(Duration.ZERO)).getClass());
  }

  @Test
  void whileItsClientIsClosedItIsToldSo() {
    hold();
    PlutoClient client = client();
    ActiveRun run = client.resume(MMP_1, options().closeTimeout(Duration.ZERO).build());
    run.log(1, "loss", 0.5);
    CompletableFuture<Void> flush = run.flushAsync(LONG);
    client.close();
    assertInstanceOf(UndeliveredException.class, Failures.of(flush));
    assertInstanceOf(UndeliveredException.class, Failures.of(run.flushAsync(LONG)));
  }
}
