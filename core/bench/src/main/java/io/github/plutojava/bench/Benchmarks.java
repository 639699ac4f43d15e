package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.FLOOR;
import static io.github.plutojava.bench.ContenderKind.FLOOR_WITHOUT_POLL;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.SOCKET;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the library beside what a user could pick instead, as docs/performance.md explains. It
 * runs in the folder of the module. System properties: {@code bench.quick}, for rough figures soon;
 * {@code bench.update}, to put the results into the docs.
 */
final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Plan plan = Boolean.getBoolean("bench.quick") ? Plan.QUICK : Plan.FULL;
    Path folder = Files.createDirectories(Path.of("target", "bench").toAbsolutePath());
    Results results = run(plan, folder);
    Reports.write(results, folder);
    if (Boolean.getBoolean("bench.update")) {
      Reports.updateDocs(results);
    }
  }

  private static Results run(Plan plan, Path folder) throws Exception {
    String library = Files.readString(Path.of("target", "runtime.classpath")).strip();
    String classPath = Path.of("target", "classes") + File.pathSeparator + library;
    Machine machine = Machine.here();
    TlsFiles tls = new TlsFiles(folder);
    try (Servers servers = new Servers(tls)) {
      String http = servers.start("http", "fixed", 0);
      String https = servers.start("https", "fixed", 0);
      String chunked = servers.start("http", "chunked", 0);
      String slow = servers.start("http", "fixed", 20);

      ColdStarts coldStarts = new ColdStarts(classPath, tls.clientFlags(), plan.coldRounds());
      Measure coldHttp = coldStarts.measure("cold start, http", http);
      Measure coldHttps = coldStarts.measure("cold start, https", https);

      WarmCalls warmCalls = new WarmCalls(plan, tls.clientFlags());
      List<Measure> warm = warmCalls.measure("http", http, plan.warmRounds());
      List<Measure> warmChunked =
          warmCalls.measure("chunked and gzip", chunked, plan.otherWarmRounds());
      List<Measure> warmHttps = warmCalls.measure("https", https, plan.otherWarmRounds());
      Measure time = warm.get(0);
      Measure allocation = warm.get(1);

      AsyncCalls asyncCalls = new AsyncCalls(classPath, plan);
      Measure asyncSlow = asyncCalls.measure("64 calls at once, 20 ms server", slow);
      Measure async = asyncCalls.measure("64 calls at once, 0 ms server", http);
      Bulk bulk = Bulk.measure(classPath, http, plan.bulkRuns());

      List<Measure> measures = new ArrayList<>(List.of(coldHttp, coldHttps));
      measures.addAll(warm);
      measures.addAll(warmChunked);
      measures.addAll(warmHttps);
      measures.addAll(List.of(asyncSlow, async));
      List<Target> targets =
          List.of(
              new Target(coldHttp, PLAIN, 0.50),
              new Target(coldHttps, PLAIN, 0.78),
              new Target(time, FLOOR_WITHOUT_POLL, 1.15),
              new Target(time, PLAIN, 0.10),
              new Target(allocation, FLOOR, 1.5),
              new Target(asyncSlow, SOCKET, 0.85));
      return new Results(machine, measures, targets, bulk, ClassPath.of(library));
    }
  }
}
