package io.github.plutojava.bench;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunStatus;

/** The program with this library, as it comes. */
final class PlutoProgram {
  private PlutoProgram() {}

  static RunStatus run(String url) {
    try (PlutoClient pluto = PlutoPoints.client(url);
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId(Contender.DISPLAY_ID))) {
      for (int metric = 0; metric < Workload.METRICS; metric++) {
        run.log(1, Workload.name(metric), Workload.value(1, metric));
      }
      return run.finish();
    }
  }
}
