package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run alive through a long evaluation that logs a point only now and then. Opening the run
 * is enough: the library sends a heartbeat every 20 seconds until the run is finished or closed.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.KeepAlive}
 * prints:
 *
 * <pre>{@code
 * step 1000: 0.91
 * step 2000: 0.93
 * The server has MMP-1: COMPLETED -> RUNNING -> COMPLETED, {eval/accuracy={1000=0.91, 2000=0.93}}
 * The server has MMP-3: FAILED -> RUNNING -> FAILED, {}
 * }</pre>
 */
public final class KeepAlive {
  private KeepAlive() {}

  public static void main(String[] args) throws InterruptedException {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-1
    String displayId = live ? args[1] : "MMP-1";
    Duration heartbeats = live ? Duration.ofSeconds(20) : Duration.ofSeconds(1); // 20 s: default
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build();
        ActiveRun run =
            pluto.resume(
                ResumeTarget.byDisplayId(displayId),
                RunOptions.builder().heartbeatInterval(heartbeats).build())) {
      for (long step = 1000; step <= 2000; step += 1000) {
        double accuracy = evaluate(step, displayId, server);
        run.log(step, "eval/accuracy", accuracy);
        System.out.println("step " + step + ": " + accuracy);
      }
      run.finish();

      if (server != null) {
        System.out.println("The server has " + server.run(displayId));
        // Resumed, but not opened: nobody sends heartbeats.
        pluto.runs().resume(ResumeTarget.byDisplayId("MMP-3"));
        server.advance(Duration.ofMinutes(35));
        System.out.println("The server has " + server.run("MMP-3"));
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }

  /** Stands for hours of work. The demo turns the server's clock forward by 4 minutes instead. */
  private static double evaluate(long step, String displayId, @Nullable EmbeddedPluto server)
      throws InterruptedException {
    for (int i = 0; i < 2 && server != null; i++) {
      int before = server.run(displayId).heartbeats();
      server.advance(Duration.ofMinutes(2)); // after 2.5 minutes of silence, a run is FAILED
      while (server.run(displayId).heartbeats() == before) {
        Thread.sleep(10);
      }
    }
    return step == 1000 ? 0.91 : 0.93;
  }
}
