package io.github.plutojava.bench;

import static io.github.plutojava.bench.ContenderKind.FLOOR;
import static io.github.plutojava.bench.ContenderKind.FLOOR_WITHOUT_POLL;
import static io.github.plutojava.bench.ContenderKind.JDK;
import static io.github.plutojava.bench.ContenderKind.PLAIN;
import static io.github.plutojava.bench.ContenderKind.PLUTO;
import static io.github.plutojava.bench.ContenderKind.SOCKET;

import java.util.ArrayList;
import java.util.List;

/** Measures calls that resume. */
final class CallBenchmarks {
  private CallBenchmarks() {}

  static Results run(BenchEnvironment environment) throws Exception {
    Plan plan = environment.isQuick() ? Plan.QUICK : Plan.FULL;
    Machine machine = Machine.here();
    TlsFiles tls = environment.tls();
    String classPath = environment.classPath();
    try (Servers servers = new Servers(tls)) {
      String http = servers.start("http", "fixed", 0);
      String https = servers.start("https", "fixed", 0);
      String chunked = servers.start("http", "chunked", 0);
      String slow = servers.start("http", "fixed", 20);

      List<ContenderKind> starters = List.of(PLUTO, FLOOR, PLAIN, JDK);
      ColdStarts coldStarts =
          new ColdStarts(
              ColdStart.class,
              Contender.DISPLAY_ID,
              classPath,
              tls.clientFlags(),
              plan.coldRounds());
      Measure coldHttp = coldStarts.measure("cold start, http", http, starters);
      Measure coldHttps = coldStarts.measure("cold start, https", https, starters);

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
      List<Goal> goals =
          List.of(
              new Target(coldHttp, PLAIN, 0.50),
              new Target(coldHttps, PLAIN, 0.78),
              new Target(time, FLOOR_WITHOUT_POLL, 1.15),
              new Target(time, PLAIN, 0.10),
              new Target(allocation, FLOOR, 1.5),
              new Target(asyncSlow, SOCKET, 0.85),
              bulk,
              ClassPath.of(environment.library()));
      return new Results("calls", machine, measures, goals);
    }
  }
}
