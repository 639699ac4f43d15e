package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import java.time.Duration;

/**
 * Adds an evaluation to a run to which a training is still logging. The guest sends no heartbeats
 * and does not end the run: the training keeps it alive, and decides how it ends.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.RunAsGuest}
 * prints:
 *
 * <pre>{@code
 * 2 points accepted
 * The server has MMP-2: RUNNING, {eval/accuracy={1000=0.93, 2000=0.95}}
 * Heartbeats of the guest: 0
 * }</pre>
 */
public final class RunAsGuest {
  private RunAsGuest() {}

  public static void main(String[] args) {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-2
    String displayId = live ? args[1] : "MMP-2"; // which is RUNNING
    RunOptions guest = RunOptions.builder().heartbeatInterval(Duration.ZERO).build();
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build()) {
      try (ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(displayId), guest)) {
        // Use names that the training does not: of one name and step, the later point stays.
        run.log(1000, "eval/accuracy", 0.93);
        run.log(2000, "eval/accuracy", 0.95);
        run.flush(); // throws if a point was not accepted; close would only report it
        System.out.println(run.stats().accepted() + " points accepted");
      } // closed without finish or fail: the status stays
      if (server != null) {
        EmbeddedPluto.Run after = server.run(displayId);
        System.out.println("The server has " + after);
        System.out.println("Heartbeats of the guest: " + after.heartbeats());
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
