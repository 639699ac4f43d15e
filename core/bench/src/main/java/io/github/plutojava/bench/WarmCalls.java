package io.github.plutojava.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures by JMH how long a warm call takes, half of them less, and what it allocates. */
final class WarmCalls {
  private final Plan plan;
  private final List<String> flags;

  WarmCalls(Plan plan, List<String> flags) {
    this.plan = plan;
    this.flags = flags;
  }

  /** Returns the time and the allocation. */
  List<Measure> measure(String server, String url, int rounds) throws Exception {
    Measure time = new Measure("warm call, " + server + ", p50", Unit.MICROSECONDS);
    Measure allocation = new Measure("allocation a call, " + server, Unit.BYTES);
    Rounds.run(
        "warm call, " + server,
        rounds,
        ContenderKind.CALLERS,
        kind -> {
          RunResult result = run(kind, url);
          time.add(kind, result.getPrimaryResult().getStatistics().getPercentile(50));
          allocation.add(kind, result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
        });
    return List.of(time, allocation);
  }

  private RunResult run(ContenderKind kind, String url) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(WarmCall.class.getName())
            .param("contenderKind", kind.name())
            .param("url", url)
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .warmupIterations(plan.warmUpSeconds())
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(plan.measureSeconds())
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .jvmArgsAppend(flags.toArray(String[]::new))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).runSingle();
  }
}
