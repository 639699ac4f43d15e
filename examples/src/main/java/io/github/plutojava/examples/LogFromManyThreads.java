package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Logs from several threads to one run. They share the {@code ActiveRun}, and need no lock.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.LogFromManyThreads} prints:
 *
 * <pre>{@code
 * 1000 points from 4 threads accepted; MMP-1 is COMPLETED
 * The server has 1000 steps of eval/loss.
 * }</pre>
 */
public final class LogFromManyThreads {
  private static final int THREADS = 4;
  private static final int EXAMPLES = 1000;

  private LogFromManyThreads() {}

  /** Stands for your work: each thread has examples, and so steps, of its own. */
  private static void evaluate(int thread, ActiveRun run) {
    for (int example = thread; example < EXAMPLES; example += THREADS) {
      run.log(example, "eval/loss", 1.0 / (1 + example));
    }
  }

  public static void main(String[] args) throws InterruptedException {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-1
    String displayId = live ? args[1] : "MMP-1";
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(displayId))) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        work.add(threads.submit(() -> evaluate(thread, run)));
      }
      try {
        for (Future<?> part : work) {
          part.get(); // wait for all of them: after a finish, log throws
        }
      } catch (ExecutionException e) { // one of them failed, and so has the run
        run.fail(e.getCause() == null ? e : e.getCause());
        throw new IllegalStateException(e.getCause());
      }
      String status = displayId + " is " + run.finish();
      long accepted = run.stats().accepted();
      System.out.printf("%d points from %d threads accepted; %s%n", accepted, THREADS, status);
      if (server != null) {
        int steps = server.points(displayId, "eval/loss").size();
        System.out.println("The server has " + steps + " steps of eval/loss.");
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
