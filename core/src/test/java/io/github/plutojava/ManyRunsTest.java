package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many runs of one client share a bounded number of threads, and give them back. */
class ManyRunsTest extends RunTest {
  private static final int RUNS = 50;

  private static ResumedRun run(int id) {
    return new ResumedRun(id, 1L, "MMP-" + id, "my-ml-project", "acme", "https://x.test/", true);
  }

  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("Pluto "));
    return threads;
  }

  private final Set<Thread> before = threads();

  private Map<String, Integer> newThreads() {
    Map<String, Integer> counts = new HashMap<>();
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        assertTrue(thread.isDaemon(), thread.getName());
        counts.merge(thread.getName(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private List<ActiveRun> openAll(PlutoClient client, RunOptions options) {
    List<ActiveRun> runs = new ArrayList<>();
    for (int id = 1; id <= RUNS; id++) {
      runs.add(client.open(run(id), options));
    }
    return runs;
  }

  @Test
  void haveBoundedThreadsWhileAllAreBusy() {
    HeldAnswers points = closeLater(new HeldAnswers(pluto, RunServer.INGEST));
    HeldAnswers names = closeLater(new HeldAnswers(pluto, RunServer.NAMES));
    HeldAnswers beats = closeLater(new HeldAnswers(pluto, RunServer.HEARTBEAT));
    PlutoClient client = client();
    List<ActiveRun> runs =
        openAll(client, options().heartbeatInterval(Duration.ofSeconds(1)).build());
    List<CompletableFuture<Void>> flushes = new ArrayList<>();
    for (ActiveRun run : runs) {
      run.log(1, "loss", 0.5);
      flushes.add(run.flushAsync(Duration.ofSeconds(20)));
    }
    Await.until(
        "all are busy",
        () ->
            newThreads().getOrDefault("Pluto delivery", 0) == 64
                && newThreads().getOrDefault("Pluto heartbeat", 0) == 8);
    Map<String, Integer> counts = newThreads();
    assertTrue(counts.getOrDefault("Pluto problem", 0) <= 8, counts.toString());
    assertTrue(counts.getOrDefault("Pluto call timeout", 0) <= 1, counts.toString());
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all <= 64 + 8 + 8 + 1 + 8, counts.toString());
    points.answer();
    names.answer();
    beats.answer();
    CompletableFuture.allOf(flushes.toArray(new CompletableFuture<?>[0]))
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    client.close();
    for (ActiveRun run : runs) {
      assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void eachGetsItsOwnPoints() {
    PlutoClient client = client();
    List<ActiveRun> runs = openAll(client, options().build());
    for (int i = 0; i < 100; i++) {
      for (ActiveRun run : runs) {
        run.log(i, "of run " + run.run().runId(), i);
      }
    }
    client.close();
    assertEquals(100 * RUNS, pluto.points().size());
    for (RunServer.Received each : pluto.received(RunServer.INGEST)) {
      String run = "of run " + each.request().getHeader("X-Run-Id") + "\"";
      each.body().lines().forEach(line -> assertTrue(line.contains(run), line));
    }
  }

  /** Then an idle client has no thread but the timer, which ends after a moment, too. */
  @Test
  void giveBackTheirThreadsWhenTheyAreIdle() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    RunThreads threads = new RunThreads(Timing.SYSTEM, timer);
    for (Executor each :
        List.of(threads.deliveries(), threads.heartbeats(), threads.problems(), threads.ends())) {
      ThreadPoolExecutor pool = assertInstanceOf(ThreadPoolExecutor.class, each);
      assertTrue(pool.allowsCoreThreadTimeOut());
      assertEquals(10, pool.getKeepAliveTime(TimeUnit.SECONDS));
      assertEquals(0, pool.getPoolSize());
    }
    timer.shutdown();
  }
}
