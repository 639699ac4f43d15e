package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.ANNOTATED;
import static io.github.plutojava.bench.ContenderKind.PLUTO;
import static io.github.plutojava.bench.ContenderKind.QUEUE;

import java.util.List;

/**
 * What a call costs that logs one point.
 *
 * @param median half of the calls take less
 * @param slow 99 of 100 do
 * @param allocation on the caller's thread
 */
record LogCalls(Measure median, Measure slow, Measure allocation) {
  static LogCalls measure(String classPath, PointPlan plan, String url, int threads)
      throws Exception {
    String name = "log, " + threads + (threads == 1 ? " thread" : " threads");
    LogCalls calls =
        new LogCalls(
            new Measure(name + ", p50", Unit.NANOSECONDS),
            new Measure(name + ", p99", Unit.NANOSECONDS),
            new Measure("allocation of a " + name, Unit.BYTES));
    Rounds.run(
        name,
        plan.logRounds(),
        List.of(PLUTO, ANNOTATED, QUEUE),
        kind -> {
          try (JavaProcess program =
              new JavaProcess(
                  classPath,
                  List.of(),
                  LogCall.class,
                  List.of(
                      kind.name(),
                      url,
                      Integer.toString(threads),
                      Integer.toString(plan.logWarmUpSeconds()),
                      Integer.toString(plan.measureSeconds())))) {
            double[] figures = program.readFigures();
            calls.median.add(kind, figures[0]);
            calls.slow.add(kind, figures[1]);
            calls.allocation.add(kind, figures[2]);
          }
        });
    return calls;
  }

  List<Measure> all() {
    return List.of(median, slow, allocation);
  }
}
