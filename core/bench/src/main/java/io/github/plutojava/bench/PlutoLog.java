package io.github.plutojava.bench;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.ResumeTarget;

/** This library's log call. */
final class PlutoLog implements PointLog {
  private final ActiveRun run;

  PlutoLog(String url) {
    run = PlutoPoints.client(url).resume(ResumeTarget.byDisplayId(Contender.DISPLAY_ID));
  }

  @Override
  public void log(long step, String name, double value) {
    run.log(step, name, value);
  }

  @Override
  public void drain() {
    run.flush();
  }
}
