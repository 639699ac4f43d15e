package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.LossyPluto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Very many points from eight threads, in a JVM with 64 MB of heap, to a server that fails at
 * random: it ends with exactly the points that were logged. More of them with {@code
 * -Dsoak.points=}.
 */
@Tag("soak")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LogSoakTest {
  private static final int THREADS = 8;
  private static final int POINTS = Integer.getInteger("soak.points", 200_000);
  private static final long SEED = 20261126;

  /** Any finite double, told by its thread and step. */
  private static double value(int thread, long step) {
    Random random = new Random(thread * 1_000_003L + step);
    while (true) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        return value;
      }
    }
  }

  /** Logs, flushes, and prints what became of the points. */
  static final class LoggingProgram {
    public static void main(String[] args) throws Exception {
      int each = Integer.parseInt(args[1]) / THREADS;
      ResumedRun run =
          new ResumedRun(1, 1L, "MMP-1", "my-ml-project", "acme", "https://pluto.test/", true);
      RunOptions options =
          RunOptions.builder()
              .flushInterval(Duration.ofMillis(20))
              .onProblem(problem -> {})
              .build();
      try (PlutoClient pluto =
              PlutoClient.builder()
                  .apiKey("mlps_validSecureKey0123456789")
                  .baseUrl(args[0])
                  .ingestUrl(args[0])
                  .heartbeatUrl(args[0])
                  .build();
          ActiveRun active = pluto.open(run, options)) {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          int thread = t;
          threads.add(
              new Thread(
                  () -> {
                    for (long step = 0; step < each; step++) {
                      active.log(step, "metric/" + thread, value(thread, step));
                    }
                  }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
          thread.join();
        }
        active.flush(Duration.ofMinutes(10));
        System.out.println(active.stats());
      }
    }
  }

  @Test
  void theServerHasExactlyThePointsThatWereLogged() throws Exception {
    int each = POINTS / THREADS;
    try (LossyPluto pluto = new LossyPluto(SEED)) {
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoggingProgram.class.getName(),
                  pluto.url(),
                  Integer.toString(POINTS))
              .redirectErrorStream(true)
              .start();
      String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(program.waitFor(1, TimeUnit.MINUTES), "it does not end");
      assertTrue(
          printed.startsWith(
              "RunStats[logged="
                  + each * THREADS
                  + ", accepted="
                  + each * THREADS
                  + ", refused=0, waiting=0, failedRequests="),
          printed);
      Map<String, Map<Long, Long>> points = pluto.points();
      assertEquals(THREADS, points.size());
      for (int thread = 0; thread < THREADS; thread++) {
        Map<Long, Long> steps = points.get("metric/" + thread);
        assertEquals(each, steps.size());
        for (long step = 0; step < each; step++) {
          assertEquals(Double.doubleToRawLongBits(value(thread, step)), steps.get(step));
        }
      }
      assertTrue(pluto.failures() > 0);
      System.out.println(
          POINTS + " points, " + pluto.requests() + " requests, " + pluto.failures() + " failures");
    }
  }
}
