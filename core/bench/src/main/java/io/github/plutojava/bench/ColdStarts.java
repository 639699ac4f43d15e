package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.FLOOR;
import static io.github.plutojava.bench.ContenderKind.JDK;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.PLUTO;

import java.util.List;

/** Measures from the launch of a JVM to the first answer that it prints. */
final class ColdStarts {
  private final String classPath;
  private final List<String> flags;
  private final int rounds;

  ColdStarts(String classPath, List<String> flags, int rounds) {
    this.classPath = classPath;
    this.flags = flags;
    this.rounds = rounds;
  }

  Measure measure(String name, String url) throws Exception {
    Measure measure = new Measure(name, Unit.MILLISECONDS);
    Rounds.run(
        name,
        rounds,
        List.of(PLUTO, FLOOR, PLAIN, JDK),
        kind -> measure.add(kind, startMillis(kind, url)));
    return measure;
  }

  private double startMillis(ContenderKind kind, String url) throws Exception {
    long start = System.nanoTime();
    try (JavaProcess program =
        new JavaProcess(classPath, flags, ColdStart.class, List.of(kind.name(), url))) {
      String answer = program.readLine();
      long end = System.nanoTime();
      if (!answer.equals(Contender.DISPLAY_ID)) {
        throw new IllegalStateException(kind + " printed " + answer);
      }
      return (end - start) / 1e6;
    }
  }
}
