package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.ANNOTATED;
import static io.github.plutojava.bench.ContenderKind.FLOOR_WITHOUT_POLL;
import static io.github.plutojava.bench.ContenderKind.ONE_A_CALL;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.PLUTO;
import static io.github.plutojava.bench.ContenderKind.QUEUE;

import java.util.ArrayList;
import java.util.List;

/** Measures what logging costs: calls, deliveries, a whole program, and the heap. */
final class PointBenchmarks {
  /** What is less is an object now and then, and not one for a call. */
  private static final double NO_BYTES = 0.4;

  private PointBenchmarks() {}

  static Results run(BenchEnvironment environment) throws Exception {
    PointPlan plan = environment.isQuick() ? PointPlan.QUICK : PointPlan.FULL;
    Machine machine = Machine.here();
    String classPath = environment.classPath();
    try (Servers servers = new Servers(environment.tls())) {
      String url = servers.start("http", "fixed", 0);
      String slowUrl = servers.start("http", "fixed", 20);

      LogCalls one = LogCalls.measure(classPath, plan, url, 1);
      LogCalls four = LogCalls.measure(classPath, plan, url, 4);
      Deliveries deliveries = new Deliveries(classPath, plan);
      List<Deliveries.Figures> fast = deliveries.measure(url);
      Deliveries.Figures slow = deliveries.measureSlow(slowUrl);
      Measure cold =
          new ColdStarts(
                  ColdProgram.class,
                  "COMPLETED",
                  classPath,
                  environment.tls().clientFlags(),
                  plan.coldRounds())
              .measure("cold program, http", url, List.of(PLUTO, PLAIN));
      Heaps heaps = Heaps.measure(classPath, plan, url);

      List<Measure> measures = new ArrayList<>(one.all());
      measures.addAll(four.all());
      List<Goal> goals = new ArrayList<>();
      goals.add(new Target(one.median(), QUEUE, 1.0));
      goals.add(new Bound(one.allocation(), NO_BYTES));
      goals.add(new Target(four.median(), QUEUE, 1.0));
      goals.add(new Target(one.median(), ANNOTATED, PLUTO, 2.0));
      double mostCpu = 1.4;
      for (Deliveries.Figures figures : fast) {
        measures.addAll(List.of(figures.rate(), figures.cpu()));
        goals.add(new Target(figures.rate(), FLOOR_WITHOUT_POLL, 0.9));
        goals.add(new Target(figures.rate(), PLAIN, 20));
        goals.add(new Target(figures.rate(), ONE_A_CALL, 100));
        goals.add(new Target(figures.cpu(), FLOOR_WITHOUT_POLL, mostCpu));
        mostCpu = 1.6; // Four threads take turns.
      }
      measures.addAll(List.of(slow.rate(), slow.cpu(), cold));
      measures.addAll(heaps.all());
      goals.add(new Target(slow.rate(), FLOOR_WITHOUT_POLL, 0.9));
      goals.add(new Target(cold, PLAIN, 0.55));
      goals.add(new Bound(heaps.waiting(), 16));
      goals.add(new Bound(heaps.closed(), 64));
      goals.add(new Bound(heaps.idle(), 64));
      return new Results("points", machine, measures, goals);
    }
  }
}
