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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** To close a client closes its runs first, all at once. */
class ClientCloseTest extends RunTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  private List<ActiveRun> open(PlutoClient client, int count, RunOptions options) {
    List<ActiveRun> runs = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      ResumedRun run =
          new ResumedRun(id, 1L, "MMP-" + id, "my-ml-project", "acme", "https://x.test/", true);
      runs.add(client.open(run, options));
    }
    return runs;
  }

  private HeldAnswers hold() {
    return closeLater(new HeldAnswers(pluto, RunServer.INGEST));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private long lost() {
    return problems.stream()
        .mapToLong(each -> assertInstanceOf(UndeliveredException.class, each).refused())
        .sum();
  }

  @Test
  void deliversWhatWaitsInAllOfThem() {
    PlutoClient client = client();
    List<ActiveRun> runs = open(client, 5, options().flushInterval(Duration.ofHours(1)).build());
    runs.forEach(run -> run.log(1, "loss", 0.5));
    client.close();
    for (ActiveRun run : runs) {
      assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
      run.flush(Duration.ZERO);
      run.close();
      assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    }
    assertEquals(5, pluto.points().size());
    assertEquals(5, pluto.received(RunServer.NAMES).size());
    assertEquals(List.of(), problems);
    client.close();
  }

  /** Not one after the other, which would take the sum. */
  @Test
  void givesThemOneLimitTogetherTheLongest() {
    hold();
    PlutoClient client = client();
    List<ActiveRun> runs = open(client, 1, options().closeTimeout(Duration.ZERO).build());
    runs.addAll(open(client, 20, options().closeTimeout(SHORT).build()));
    runs.forEach(run -> run.log(1, "loss", 0.5));
    long begun = System.nanoTime();
    client.close();
    long millis = millisSince(begun);
    assertTrue(millis >= SHORT.toMillis() && millis < 20 * SHORT.toMillis(), millis + " ms");
    assertEquals(21, problems.size());
    assertEquals(21, lost());
  }

  @Test
  void withoutATimeoutItDoesNotWaitAndTheLossIsTold() {
    hold();
    PlutoClient client = client();
    List<ActiveRun> runs = open(client, 8, options().closeTimeout(Duration.ZERO).build());
    runs.forEach(run -> run.log(1, "loss", 0.5));
    client.close();
    Await.until("the losses are told", () -> problems.size() >= 8);
    assertEquals(8, problems.size(), problems.toString());
    assertEquals(8, lost());
    for (ActiveRun run : runs) {
      assertEquals(
          1,
          assertThrows(UndeliveredException.class, () -> run.flush(Duration.ofSeconds(10)))
              .refused());
    }
  }

  @Test
  void anInterruptDoesNotEndItsWait() throws Exception {
    HeldAnswers held = hold();
    PlutoClient client = client();
    ActiveRun run = open(client, 1, options().build()).get(0);
    run.log(1, "loss", 0.5);
    Thread answering =
        new Thread(
            () -> {
              try {
                held.awaitRequest();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              held.answer();
            });
    answering.start();
    Thread.currentThread().interrupt();
    client.close();
    assertTrue(Thread.interrupted());
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
    answering.join(10_000);
  }

  @Test
  void waitsForARunThatIsBeingClosed() throws Exception {
    HeldAnswers held = hold();
    PlutoClient client = client();
    ActiveRun run = open(client, 1, options().build()).get(0);
    run.log(1, "loss", 0.5);
    Thread.currentThread().interrupt();
    run.close();
    assertTrue(Thread.interrupted());
    Thread closing = new Thread(client::close);
    closing.start();
    Await.until("it waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
    held.answer();
    closing.join(10_000);
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
  }

  @Test
  void theRunsFirstInOneTryWithResources() {
    ActiveRun kept;
    try (PlutoClient client = client();
        ActiveRun run = client.resume(MMP_1, options().build())) {
      kept = run;
      run.log(1, "loss", 0.5);
    }
    assertEquals(1, kept.stats().accepted());
    assertEquals(List.of(), problems);
  }

  @Test
  void canBeCalledFromOnProblem() throws Exception {
    hold();
    PlutoClient client = client();
    CountDownLatch isClosed = new CountDownLatch(1);
    ActiveRun run =
        open(
                client,
                1,
                options()
                    .closeTimeout(SHORT)
                    .onProblem(
                        problem -> {
                          client.close();
                          isClosed.countDown();
                        })
                    .build())
            .get(0);
    run.log(1, "loss", 0.5);
    run.close();
    Await.latch("the close", isClosed);
  }

  @Test
  void withoutATimeoutItDoesNotEvenWaitUntilTheLossIsTold() {
    hold();
    CountDownLatch mayReturn = new CountDownLatch(1);
    RunOptions options =
        options().closeTimeout(Duration.ZERO).onProblem(problem -> hang(mayReturn)).build();
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) { // The machine may be slow, but not each time.
      PlutoClient client = client();
      open(client, 1, options).get(0).log(1, "loss", 0.5);
      long begun = System.nanoTime();
      client.close();
      shortest = Math.min(shortest, millisSince(begun));
    }
    mayReturn.countDown();
    assertTrue(shortest < 900, "it waited " + shortest + " ms");
  }
}
