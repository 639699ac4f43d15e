package io.github.plutojava.bench;

import java.io.IOException;
import java.util.List;

/**
 * The heap that open runs take.
 *
 * @param idle one that nothing is logged to
 * @param waiting one with 500,000 points that wait
 * @param closed that one after its close
 */
record Heaps(Measure idle, Measure waiting, Measure closed) {
  static Heaps measure(String classPath, PointPlan plan, String url) throws Exception {
    Heaps heaps =
        new Heaps(
            new Measure("heap of an idle open run", Unit.KIBIBYTES),
            new Measure("heap of 500,000 waiting points", Unit.MEBIBYTES),
            new Measure("heap of the same after the close", Unit.KIBIBYTES));
    Rounds.run(
        "heap",
        plan.heapRounds(),
        List.of(ContenderKind.PLUTO),
        kind -> heaps.add(kind, bytes(classPath, url)));
    return heaps;
  }

  private static double[] bytes(String classPath, String url) throws IOException {
    try (JavaProcess program =
        new JavaProcess(classPath, List.of("-Xmx64m"), OpenRunHeap.class, List.of(url))) {
      return program.readFigures();
    }
  }

  private void add(ContenderKind kind, double[] bytes) {
    idle.add(kind, bytes[0] / 1024);
    waiting.add(kind, bytes[1] / 1024 / 1024);
    closed.add(kind, bytes[2] / 1024);
  }

  List<Measure> all() {
    return List.of(idle, waiting, closed);
  }
}
