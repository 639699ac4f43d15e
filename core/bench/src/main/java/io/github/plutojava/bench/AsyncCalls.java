package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.JDK;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.PLUTO;
import static io.github.plutojava.bench.ContenderKind.SOCKET;

import java.util.List;

/** Measures how many calls a second end when 64 are always in flight. */
final class AsyncCalls {
  private final String classPath;
  private final Plan plan;

  AsyncCalls(String classPath, Plan plan) {
    this.classPath = classPath;
    this.plan = plan;
  }

  Measure measure(String name, String url) throws Exception {
    Measure measure = new Measure(name, Unit.CALLS_PER_SECOND);
    Rounds.run(
        name,
        plan.asyncRounds(),
        List.of(PLUTO, PLAIN, JDK, SOCKET),
        kind -> {
          try (JavaProcess program =
              new JavaProcess(
                  classPath,
                  List.of(),
                  AsyncThroughput.class,
                  List.of(
                      kind.name(),
                      url,
                      Integer.toString(plan.warmUpSeconds()),
                      Integer.toString(plan.measureSeconds())))) {
            measure.add(kind, Double.parseDouble(program.readLine()));
          }
        });
    return measure;
  }
}
