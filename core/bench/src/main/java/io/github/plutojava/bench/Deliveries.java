package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.FLOOR_WITHOUT_POLL;
import static io.github.plutojava.bench.ContenderKind.ONE_A_CALL;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.PLUTO;

import java.io.IOException;
import java.util.List;

/** Measures how many points a second are delivered, and the CPU time of a point. */
final class Deliveries {
  private final String classPath;
  private final PointPlan plan;

  Deliveries(String classPath, PointPlan plan) {
    this.classPath = classPath;
    this.plan = plan;
  }

  /** What was measured with so many threads that log; the others have one. */
  record Figures(Measure rate, Measure cpu) {
    Figures(String server, String threads) {
      this(
          new Measure("delivery, " + server + ", " + threads, Unit.POINTS_PER_SECOND),
          new Measure("CPU time a point, " + server + ", " + threads, Unit.NANOSECONDS));
    }

    void add(ContenderKind kind, double[] figures) {
      rate.add(kind, figures[0]);
      cpu.add(kind, figures[1]);
    }
  }

  /** Returns the figures with one thread and with four, of a server that answers at once. */
  List<Figures> measure(String url) throws Exception {
    Figures one = new Figures("0 ms server", "1 thread");
    Figures four = new Figures("0 ms server", "4 threads");
    Rounds.run(
        "delivery, 0 ms server",
        plan.deliveryRounds(),
        List.of(PLUTO, FLOOR_WITHOUT_POLL, PLAIN, ONE_A_CALL),
        kind -> {
          double[] figures = figures(kind, url, 1);
          one.add(kind, figures);
          four.add(kind, kind == PLUTO ? figures(kind, url, 4) : figures);
        });
    return List.of(one, four);
  }

  /** Returns the figures with one thread, of a server that takes 20 ms to answer. */
  Figures measureSlow(String url) throws Exception {
    Figures slow = new Figures("20 ms server", "1 thread");
    Rounds.run(
        "delivery, 20 ms server",
        plan.deliveryRounds(),
        List.of(PLUTO, FLOOR_WITHOUT_POLL),
        kind -> slow.add(kind, figures(kind, url, 1)));
    return slow;
  }

  private double[] figures(ContenderKind kind, String url, int threads) throws IOException {
    try (JavaProcess program =
        new JavaProcess(
            classPath,
            List.of("-Xmx64m"),
            PointDelivery.class,
            List.of(
                kind.name(),
                url,
                Integer.toString(threads),
                Integer.toString(plan.deliveryWarmUpSeconds()),
                Integer.toString(plan.measureSeconds())))) {
      return program.readFigures();
    }
  }
}
