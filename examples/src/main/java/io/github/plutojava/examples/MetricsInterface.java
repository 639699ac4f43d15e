package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.Step;

/**
 * Names metrics once, in an annotated interface, and logs by calling its methods. Your code takes
 * the interface instead of the run, so a unit test of it needs neither a run nor a server.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.MetricsInterface} prints:
 *
 * <pre>{@code
 * 6 points accepted; MMP-1 is COMPLETED
 * eval/f1:                [0.85, 0.88]
 * eval/loss:              [0.27, 0.21]
 * eval/tokens-per-second: [412.5, 412.5]
 * }</pre>
 */
public final class MetricsInterface {
  private MetricsInterface() {}

  /** The group goes before each name with a slash between them: write no slash yourself. */
  @Metrics("eval")
  interface Evaluation {
    void scores(@Step long step, @Metric("loss") double loss, @Metric("f1") double f1);

    void speed(@Step long step, @Metric("tokens-per-second") double tokens);
  }

  /** Stands for your evaluation. In its unit test, implement the interface by hand. */
  static void evaluate(Evaluation eval) {
    eval.scores(1000, 0.27, 0.85);
    eval.speed(1000, 412.5);
    eval.scores(2000, 0.21, 0.88);
    eval.speed(2000, 412.5);
  }

  public static void main(String[] args) {
    boolean live = args.length > 0 && args[0].equals("--live"); // --live MMP-1
    String displayId = live ? args[1] : "MMP-1";
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(displayId))) {

      evaluate(run.metrics(Evaluation.class)); // checks the whole interface first

      String status = displayId + " is " + run.finish();
      System.out.println(run.stats().accepted() + " points accepted; " + status);
      if (server != null) {
        for (String name : server.run(displayId).metrics()) {
          var values = server.points(displayId, name).stream().map(EmbeddedPluto.Point::value);
          System.out.printf("%-23s %s%n", name + ":", values.toList());
        }
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
