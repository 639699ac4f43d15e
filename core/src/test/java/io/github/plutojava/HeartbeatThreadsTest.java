package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each job of open runs has threads of its own, and no other job holds up a heartbeat. */
class HeartbeatThreadsTest extends WatchTest {
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void goOn() {
    never.countDown();
  }

  private Set<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name) && !before.contains(thread))
        .collect(Collectors.toSet());
  }

  private void assertBound(String name, int most) {
    assertEquals(most, threads(name).size());
    assertTrue(threads(name).stream().allMatch(Thread::isDaemon));
  }

  /** Opens many runs, logs to each, and lets their first heartbeats come. */
  private void openAndLog(PlutoClient client, int runs, RunOptions options) {
    ResumedRun run = client.runs().resume(MMP_1);
    for (int i = 0; i < runs; i++) {
      closeLater(client.open(run, options)).log(1, "loss", 0.5);
    }
    manual.pass(Duration.ofMillis(10));
    Await.until("all first heartbeats are sent", () -> heartbeats() >= runs);
  }

  private void assertHeartbeatsGoOn(int runs) {
    Await.until("all have planned a turn", () -> manual.planned().size() >= runs);
    awaitEndOfTurns();
    int sent = heartbeats();
    manual.pass(Duration.ofSeconds(20));
    Await.until("each run sends another", () -> heartbeats() >= sent + runs);
  }

  @Test
  void batchesAndNamesThatHangHoldUpNone() {
    pluto.answerAll(RunServer.INGEST, request -> NONE);
    pluto.answerAll(RunServer.NAMES, request -> NONE);
    openAndLog(client(), 70, options().build());
    Await.until("all threads hang", () -> threads("Pluto delivery").size() == 64);
    assertHeartbeatsGoOn(70);
    assertBound("Pluto delivery", 64);
  }

  /** A client whose supplier of keys hangs on each thread of that name. */
  private PlutoClient clientWhoseKeysHang(String thread, AtomicInteger hung) {
    return closeLater(
        builder()
            .apiKey(
                () -> {
                  if (Thread.currentThread().getName().equals(thread)) {
                    hung.incrementAndGet();
                    hang(never);
                  }
                  return KEY;
                })
            .build());
  }

  @Test
  void aKeySupplierThatHangsInDeliveriesHoldsUpNone() {
    AtomicInteger hung = new AtomicInteger();
    PlutoClient client = clientWhoseKeysHang("Pluto delivery", hung);
    openAndLog(client, 40, options().build());
    Await.until("all threads hang", () -> hung.get() == 64);
    assertHeartbeatsGoOn(40);
    never.countDown();
  }

  @Test
  void aKeySupplierThatHangsInHeartbeatsHoldsUpNone() {
    AtomicInteger hung = new AtomicInteger();
    PlutoClient client = clientWhoseKeysHang("Pluto API key", hung);
    ResumedRun run = client.runs().resume(MMP_1);
    for (int i = 0; i < 20; i++) {
      closeLater(client.open(run, options().build()));
    }
    manual.pass(Duration.ZERO);
    Await.until("all first heartbeats are sent", () -> heartbeats() >= 20);
    assertHeartbeatsGoOn(20);
    assertEquals(1, hung.get());
    assertBound("Pluto API key", 1);
    never.countDown();
  }

  @Test
  void anOnProblemThatHangsHoldsUpNone() {
    AtomicInteger hung = new AtomicInteger();
    pluto.answerAll(RunServer.INGEST, request -> status("no answer of ingest's"));
    RunOptions options =
        options()
            .onProblem(
                problem -> {
                  hung.incrementAndGet();
                  hang(never);
                })
            .build();
    openAndLog(client(), 10, options);
    Await.until("all threads hang", () -> hung.get() == 8);
    assertHeartbeatsGoOn(10);
    assertBound("Pluto problem", 8);
  }

  @Test
  void whatHangsOnAFutureHoldsUpNone() {
    CountDownLatch answered = new CountDownLatch(1);
    pluto.answerNext(
        RunServer.INGEST,
        request -> {
          hang(answered);
          return pluto.accept(request);
        });
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    AtomicInteger hung = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Void> unused =
          run.flushAsync(Duration.ofHours(1))
              .thenRun(
                  () -> {
                    hung.incrementAndGet();
                    hang(never);
                  });
    }
    answered.countDown();
    Await.until("all hang", () -> hung.get() == 10);
    manual.pass(Duration.ZERO);
    Await.until("the first is sent", () -> heartbeats() == 1);
    assertHeartbeatsGoOn(1);
  }

  @Test
  void aCancelActionThatHangsHoldsUpNone() {
    PlutoClient client = client();
    ActiveRun run = closeLater(client.resume(MMP_1, options().build()));
    AtomicInteger hung = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      run.onCancel(
          () -> {
            hung.incrementAndGet();
            hang(never);
          });
    }
    pluto.answerNext(RunServer.HEARTBEAT, status("CANCELLED"));
    turn();
    Await.until("all hang", () -> hung.get() == 10);
    closeLater(client.open(run.run(), options().build()));
    manual.pass(Duration.ZERO);
    Await.until("another run's heartbeat is sent", () -> heartbeats() == 2);
  }

  @Test
  void heartbeatsThatHangAreBounded() {
    pluto.answerAll(RunServer.HEARTBEAT, request -> NONE);
    PlutoClient client = client();
    ResumedRun run = client.runs().resume(MMP_1);
    for (int i = 0; i < 20; i++) {
      closeLater(client.open(run, options().build()));
    }
    manual.pass(Duration.ZERO);
    Await.until("8 hang", () -> heartbeats() == 8);
    assertBound("Pluto heartbeat", 8);
    manual.pass(Duration.ofSeconds(5));
    Await.until("the next 8 hang", () -> heartbeats() == 16);
    assertBound("Pluto heartbeat", 8);
  }
}
