package com.example.app;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import io.github.plutojava.Step;
import io.github.plutojava.UndeliveredException;

/** A user's app that logs to a run and ends it, as a shrinker sees it. */
public final class LoggingApp {
  private LoggingApp() {}

  /** What the app logs, which only its own code implements as far as a shrinker sees. */
  @Metrics("eval")
  interface Evaluation {
    void scores(@Step long step, @Metric("loss") double loss, @Metric("examples") int examples);
  }

  /**
   * Logs in both ways, finishes one run, and fails another.
   *
   * @param args the server's address
   */
  public static void main(String[] args) {
    try (PlutoClient pluto = client(args[0]);
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
      run.log(1, "accuracy", 0.93);
      Evaluation evaluation = run.metrics(Evaluation.class);
      evaluation.scores(2, 0.5, 100);
      run.flush();
      System.out.println(run.stats().accepted() + " accepted");
      System.out.println(run.finish());
    }
    try (PlutoClient pluto = client(args[0]);
        ActiveRun run = pluto.resume(ResumeTarget.byId(1), quietly())) {
      run.log(1, "refused", 1);
      run.flush();
    } catch (UndeliveredException e) {
      System.out.println(e.getMessage());
    }
    try (PlutoClient pluto = client(args[0]);
        ActiveRun run = pluto.resume(ResumeTarget.byId(1))) {
      System.out.println(run.fail(new IllegalStateException("no data")));
    }
  }

  /** A log has line numbers in it, which a shrinker changes. */
  private static RunOptions quietly() {
    return RunOptions.builder().onProblem(problem -> {}).build();
  }

  private static PlutoClient client(String url) {
    return PlutoClient.builder()
        .apiKey("mlps_key")
        .baseUrl(url)
        .ingestUrl(url)
        .heartbeatUrl(url)
        .build();
  }
}
