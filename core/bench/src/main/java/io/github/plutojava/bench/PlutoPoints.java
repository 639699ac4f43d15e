package io.github.plutojava.bench;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import java.util.ArrayList;
import java.util.List;

/** This library, as it comes: points are logged one by one, by one or more threads. */
final class PlutoPoints implements PointContender {
  private final int threads;
  private final ActiveRun run;

  PlutoPoints(String url, int threads) {
    this.threads = threads;
    run = client(url).resume(ResumeTarget.byDisplayId(Contender.DISPLAY_ID));
  }

  /** Returns a client of which all three services are at {@code url}. */
  static PlutoClient client(String url) {
    return PlutoClient.builder()
        .apiKey(Contender.API_KEY)
        .baseUrl(url)
        .ingestUrl(url)
        .heartbeatUrl(url)
        .build();
  }

  @Override
  public void deliver(int steps) throws InterruptedException {
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int first = i;
      Thread other = new Thread(() -> log(first, steps));
      other.start();
      others.add(other);
    }
    log(0, steps);
    for (Thread other : others) {
      other.join();
    }
    run.flush();
  }

  private void log(int first, int steps) {
    for (int step = first; step < steps; step += threads) {
      for (int metric = 0; metric < Workload.METRICS; metric++) {
        run.log(step, Workload.name(metric), Workload.value(step, metric));
      }
    }
  }
}
