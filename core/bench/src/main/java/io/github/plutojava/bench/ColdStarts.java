package io.github.plutojava.bench;

import java.util.List;

/** Measures from the launch of a JVM to the line that it prints. */
final class ColdStarts {
  private final Class<?> main;
  private final String line;
  private final String classPath;
  private final List<String> flags;
  private final int rounds;

  /**
   * Makes one.
   *
   * @param main takes a contender and a base URL
   * @param line what it has to print
   */
  ColdStarts(Class<?> main, String line, String classPath, List<String> flags, int rounds) {
    this.main = main;
    this.line = line;
    this.classPath = classPath;
    this.flags = flags;
    this.rounds = rounds;
  }

  Measure measure(String name, String url, List<ContenderKind> contenders) throws Exception {
    Measure measure = new Measure(name, Unit.MILLISECONDS);
    Rounds.run(name, rounds, contenders, kind -> measure.add(kind, startMillis(kind, url)));
    return measure;
  }

  private double startMillis(ContenderKind kind, String url) throws Exception {
    long start = System.nanoTime();
    try (JavaProcess program = new JavaProcess(classPath, flags, main, List.of(kind.name(), url))) {
      String answer = program.readLine();
      long end = System.nanoTime();
      if (!answer.equals(line)) {
        throw new IllegalStateException(kind + " printed " + answer);
      }
      return (end - start) / 1e6;
    }
  }
}
