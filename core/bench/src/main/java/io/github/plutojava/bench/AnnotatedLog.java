package io.github.plutojava.bench;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.Step;

/** This library's log call by an annotated interface, of one metric. */
final class AnnotatedLog implements PointLog {
  @Metrics("eval")
  interface Evaluation {
    void loss(@Step long step, @Metric("loss") double value);
  }

  private final ActiveRun run;
  private final Evaluation evaluation;

  AnnotatedLog(String url) {
    run = PlutoPoints.client(url).resume(ResumeTarget.byDisplayId(Contender.DISPLAY_ID));
    evaluation = run.metrics(Evaluation.class);
  }

  @Override
  public void log(long step, String name, double value) {
    evaluation.loss(step, value);
  }

  @Override
  public void drain() {
    run.flush();
  }
}
