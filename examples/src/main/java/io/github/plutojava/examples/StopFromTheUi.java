package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops when somebody presses "Cancel Run" on the run's page. The library ends nothing by itself:
 * it tells the program, which saves what it has and stops.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.StopFromTheUi}
 * prints:
 *
 * <pre>{@code
 * somebody cancels MMP-1 in the UI
 * stopping: all points accepted: true
 * The server has MMP-1: COMPLETED -> RUNNING -> CANCELLED
 * }</pre>
 */
public final class StopFromTheUi {
  private StopFromTheUi() {}

  public static void main(String[] args) throws InterruptedException {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-1
    String displayId = live ? args[1] : "MMP-1";
    // A heartbeat brings the news. By default, one is sent every 20 s.
    RunOptions options = RunOptions.builder().heartbeatInterval(Duration.ofSeconds(1)).build();
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(displayId), options)) {
      CountDownLatch cancelled = new CountDownLatch(1);
      run.onCancel(cancelled::countDown); // runs once, on a thread of its own

      // A loop that never blocks can ask run.isCancelled() instead.
      for (long step = 0; !cancelled.await(10, TimeUnit.MILLISECONDS); step++) {
        run.log(step, "train/loss", 1.0 / (1 + step));
        if (server != null && step == 20) {
          System.out.println("somebody cancels MMP-1 in the UI");
          server.run("MMP-1").cancel();
        }
      }

      // The place to save a checkpoint. The status is CANCELLED already: there is nothing to end.
      run.flush();
      System.out.println("stopping: all points accepted: " + (run.stats().waiting() == 0));
      if (server != null) {
        String statuses = String.join(" -> ", server.run("MMP-1").statuses());
        System.out.println("The server has MMP-1: " + statuses);
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
