package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A fail sets the status before all else, and throws for nothing that server or network do. */
class FailTest extends EndingTest {
  @Test
  void setsTheStatusWhileIngestHangsAndTellsWhatIsLost() {
    holdAll(RunServer.INGEST);
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    IllegalStateException cause = new IllegalStateException("no GPU");
    assertEquals(RunStatus.FAILED, run.fail(cause, SHORT));
    assertEquals(List.of("FAILED"), asked());
    awaitProblems(1);
    UndeliveredException lost = (UndeliveredException) problems.get(0);
    assertEquals(1, lost.undelivered());
    assertEquals(1, lost.refused());
    assertTrue(lost.getMessage().endsWith("lost, since the run was ended or closed"));
    assertSame(lost, cause.getSuppressed()[0]);
    run.close();
    assertEquals(1, problems.size());
  }

  @Test
  void setsTheStatusBeforePointsThatTakeTheirTime() throws Exception {
    Hold ingest = holdAll(RunServer.INGEST);
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("no GPU"), LIMIT);
    ingest.awaitRequest();
    Await.until("the status", () -> pluto.status().equals("FAILED"));
    ingest.close();
    assertEquals(RunStatus.FAILED, fail.get(10, TimeUnit.SECONDS));
    assertEquals(1, pluto.points().size());
    assertEquals(List.of(), problems);
  }

  @Test
  void tellsWhyTheStatusCouldNotBeSet() {
    pluto.answerAll(RunServer.STATUS, request -> Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    IllegalStateException cause = new IllegalStateException("no GPU");
    assertEquals(RunStatus.UNKNOWN, run.fail(cause, LIMIT));
    awaitProblems(1);
    assertHas("could not set the status FAILED of", problems.get(0).getMessage());
    assertSame(problems.get(0), cause.getSuppressed()[0]);
    assertThrows(IllegalStateException.class, () -> run.log(1, "loss", 0.5));
  }

  @Test
  void canBeCalledAgainIfTheStatusCouldNotBeSet() {
    pluto.answerNext(RunServer.STATUS, Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", LIMIT));
    assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
  }

  @Test
  void doesNotSuppressAnExceptionInItself() {
    pluto.answerAll(RunServer.STATUS, request -> Answers.error(403, "Forbidden"));
    ActiveRun run = open();
    PlutoException e = assertThrows(PlutoException.class, () -> run.finish(LIMIT));
    assertEquals(RunStatus.UNKNOWN, run.fail(e, LIMIT));
    assertEquals(1, e.getSuppressed().length);
  }

  @Test
  void doesNotThrowForAKeySupplierThatThrows() {
    AtomicReference<Supplier<String>> supplier = new AtomicReference<>(() -> KEY);
    ActiveRun run = openWithKeys(supplier);
    supplier.set(
        () -> {
          throw new IllegalStateException("no vault");
        });
    IllegalArgumentException cause = new IllegalArgumentException("no GPU");
    assertEquals(RunStatus.UNKNOWN, run.fail(cause, LIMIT));
    awaitProblems(1);
    assertEquals(UndeliveredException.class, problems.get(0).getClass());
    assertHas("the API key supplier failed", problems.get(0).getCause().getMessage());
    assertEquals(1, cause.getSuppressed().length);
  }

  @Test
  void returnsWithinItsLimitAlthoughAKeySupplierHangs() throws Exception {
    AtomicReference<Supplier<String>> supplier = new AtomicReference<>(() -> KEY);
    ActiveRun run = openWithKeys(supplier);
    CountDownLatch released = new CountDownLatch(1);
    closeLater(released::countDown);
    supplier.set(
        () -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return KEY;
        });
    CompletableFuture<RunStatus> async = run.failAsync(new Exception(), SHORT);
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", SHORT));
    assertEquals(RunStatus.UNKNOWN, async.get(10, TimeUnit.SECONDS));
    awaitProblems(2);
    problems.forEach(e -> assertHas("the ending took longer than its limit", e.getMessage()));
    released.countDown();
  }

  private ActiveRun openWithKeys(AtomicReference<Supplier<String>> supplier) {
    PlutoClient client = closeLater(builder().apiKey(() -> supplier.get().get()).build());
    return client.resume(MMP_1, options().build());
  }

  @Test
  void returnsAtOnceOnAnInterruptedThread() throws Exception {
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    Thread.currentThread().interrupt();
    assertEquals(RunStatus.UNKNOWN, run.fail("stopped", LIMIT));
    assertTrue(Thread.interrupted());
    status.close();
    assertEquals(RunStatus.FAILED, run.fail("stopped", LIMIT));
    assertEquals(List.of("FAILED"), asked());
    assertEquals("stopped", lastMetadata().get("message").textValue());
  }

  @Test
  void returnsTheStatusThatTheServerMadeOfIt() {
    pluto.answerNext(RunServer.DETAILS, Answers.json(200, "{\"id\":1,\"status\":\"CANCELLED\"}"));
    assertEquals(RunStatus.CANCELLED, open().fail("no GPU", LIMIT));
    assertEquals(List.of(), problems);
  }

  @Test
  void hidesTheNewestKeyOfASupplierThatTakesItsTime() {
    String newest = "mlps_rotated_0123456789";
    AtomicReference<Supplier<String>> supplier = new AtomicReference<>(() -> KEY);
    ActiveRun run = openWithKeys(supplier);
    supplier.set(
        () -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1200));
          return newest;
        });
    assertEquals(RunStatus.FAILED, run.fail("refused " + newest, LIMIT));
    assertFalse(lastMetadata().toString().contains(newest), lastMetadata().toString());
  }

  @Test
  void tellsWhatIsLostAlthoughAKeySupplierLeavesItsFlag() {
    Hold ingest = holdAll(RunServer.INGEST);
    PlutoClient client =
        closeLater(
            builder()
                .apiKey(
                    () -> {
                      if (Thread.currentThread().getName().equals("Pluto run ending")
                          && count(RunServer.STATUS) == 1) {
                        Thread.currentThread().interrupt(); // While the status is read back.
                      }
                      return KEY;
                    })
                .build());
    ActiveRun run = client.resume(MMP_1, options().build());
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.FAILED, run.fail("no GPU", SHORT));
    awaitProblems(2);
    assertTrue(
        problems.stream()
            .anyMatch(e -> e instanceof UndeliveredException lost && lost.refused() == 1),
        problems.toString());
    ingest.close();
  }
}
