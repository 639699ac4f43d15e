package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Continues a training that was killed: in the same run, from the step of the last checkpoint on.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.ContinueTraining} prints:
 *
 * <pre>{@code
 * from step 0, killed after step 24
 * from step 20, finished: COMPLETED
 * The server has MMP-1: COMPLETED -> RUNNING -> FAILED -> RUNNING -> COMPLETED
 * The server has 40 steps of train/loss.
 * }</pre>
 */
public final class ContinueTraining {
  private static final int STEPS = 40;

  private ContinueTraining() {}

  public static void main(String[] args) throws IOException {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-1
    String displayId = live ? args[1] : "MMP-1";
    Path checkpoint = live ? Path.of("checkpoint") : Files.createTempFile("checkpoint", "");
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build()) {
      if (server != null) { // the first life: it ends after step 24, without a word
        train(pluto, displayId, checkpoint, 24);
        server.advance(Duration.ofMinutes(35)); // nothing is heard of the run: it is FAILED
      }
      train(pluto, displayId, checkpoint, Long.MAX_VALUE);
      if (server != null) {
        String statuses = String.join(" -> ", server.run("MMP-1").statuses());
        System.out.println("The server has MMP-1: " + statuses);
        int steps = server.points("MMP-1", "train/loss").size();
        System.out.println("The server has " + steps + " steps of train/loss.");
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }

  private static void train(PlutoClient pluto, String displayId, Path checkpoint, long killedAfter)
      throws IOException {
    boolean isFirst = !Files.exists(checkpoint) || Files.size(checkpoint) == 0;
    long first = isFirst ? 0 : Long.parseLong(Files.readString(checkpoint));
    System.out.print("from step " + first + ", ");
    try (ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(displayId))) {
      for (long step = first; step < STEPS; step++) {
        // Steps after the checkpoint come again. The server keeps the newer point of each.
        run.log(step, "train/loss", 1.0 / (1 + step));
        if (step == killedAfter) {
          System.out.println("killed after step " + step);
          return;
        }
        if ((step + 1) % 10 == 0) {
          run.flush(); // first: so no step before the checkpoint is ever missing
          Files.writeString(checkpoint, Long.toString(step + 1)); // where to go on
        }
      }
      System.out.println("finished: " + run.finish());
    }
  }
}
