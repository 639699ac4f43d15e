package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A supplier of keys that hangs for ever leaves no future open once its client is closed. */
class HangingKeyTest extends EndingTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger hung = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean hangs;
  private PlutoClient client;

  private ActiveRun openWithHangingKeys() {
    closeLater(never::countDown);
    client =
        builder()
            .apiKey(
                () -> {
                  if (hangs) {
                    hung.incrementAndGet();
                    hang(never);
                  }
                  return KEY;
                })
            .build();
    closeLater(client);
    ActiveRun run = client.resume(MMP_1, options().closeTimeout(Duration.ZERO).build());
    hangs = true;
    return run;
  }

  @Test
  void aFinishThatHangsEndsWithTheClient() throws Exception {
    CompletableFuture<RunStatus> finish = openWithHangingKeys().finishAsync(LONG);
    Await.until("it hangs", () -> hung.get() > 0);
    assertFalse(finish.isDone());
    client.close();
    assertEquals(
        "it is not known whether the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project'"
            + " is finished: the PlutoClient was closed before the ending was over",
        Failures.of(finish).getMessage());
  }

  @Test
  void aFailThatHangsEndsWithTheClientAsUnknown() throws Exception {
    CompletableFuture<RunStatus> fail =
        openWithHangingKeys().failAsync(new Exception("no GPU"), LONG);
    Await.until("it hangs", () -> hung.get() > 0);
    client.close();
    assertEquals(RunStatus.UNKNOWN, fail.get(10, TimeUnit.SECONDS));
    awaitProblems(1);
    assertHas("the PlutoClient was closed before", problems.get(0).getMessage());
  }

  @Test
  void aCallerThatWaitsForAFinishEndsWithTheClient() throws Exception {
    ActiveRun run = openWithHangingKeys();
    FutureTask<RunStatus> finish = new FutureTask<>(() -> run.finish(LONG));
    new Thread(finish).start();
    Await.until("it hangs", () -> hung.get() > 0);
    client.close();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> finish.get(10, TimeUnit.SECONDS));
    assertHas("the PlutoClient was closed before", e.getCause().getMessage());
  }

  @Test
  void anEndingThatBeginsLaterEndsAtOnce() throws Exception {
    ActiveRun run = openWithHangingKeys();
    client.close();
    assertHas("is closed: make a new one", Failures.of(run.finishAsync(LONG)).getMessage());
    assertEquals(RunStatus.UNKNOWN, run.failAsync(new Exception(), LONG).get(10, TimeUnit.SECONDS));
  }
}
