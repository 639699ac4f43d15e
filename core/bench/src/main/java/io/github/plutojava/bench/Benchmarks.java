package io.github.plutojava.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the library beside what a user could pick instead, as docs/performance.md explains. It
 * runs in the folder of the module. System properties: {@code bench.only}, {@code calls} or {@code
 * points}, for one of the two parts; {@code bench.quick}, for rough figures soon; {@code
 * bench.update}, to put the results into the docs.
 */
final class Benchmarks {
  private interface Part {
    Results run(BenchEnvironment environment) throws Exception;
  }

  private final Path folder = Files.createDirectories(Path.of("target", "bench").toAbsolutePath());
  private final BenchEnvironment environment =
      BenchEnvironment.of(Boolean.getBoolean("bench.quick"), folder);

  private Benchmarks() throws Exception {}

  public static void main(String[] args) throws Exception {
    Benchmarks benchmarks = new Benchmarks();
    switch (System.getProperty("bench.only", "")) {
      case "calls" -> benchmarks.run(CallBenchmarks::run);
      case "points" -> benchmarks.run(PointBenchmarks::run);
      case "" -> {
        benchmarks.run(CallBenchmarks::run);
        benchmarks.run(PointBenchmarks::run);
      }
      default -> throw new IllegalArgumentException("bench.only is neither calls nor points");
    }
  }

  private void run(Part part) throws Exception {
    Results results = part.run(environment);
    Reports.write(results, folder);
    if (Boolean.getBoolean("bench.update")) {
      Reports.updateDocs(results);
    }
  }
}
