package io.github.plutojava.examples;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A command line for the whole job: resumes a run, logs to it, and ends it.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.args="--display-id MMP-1 --step 1000 --log
 * accuracy=0.93 --log f1=0.88 --finish"} prints:
 *
 * <pre>{@code
 * An embedded server plays Pluto.
 * Points accepted: 2; the run is COMPLETED
 * The server has MMP-1: COMPLETED -> RUNNING -> COMPLETED, {accuracy={1000=0.93}, f1={1000=0.88}}
 * }</pre>
 */
public final class LogToRun {
  public static void main(String[] args) {
    CommandLine command =
        new CommandLine(CommandLine.getCommandMethods(LogToRun.class, "run").get(0));
    command.setExecutionExceptionHandler(
        (e, same, parsed) -> {
          System.err.println("log-to-run: " + e.getMessage());
          return e instanceof IllegalArgumentException ? 2 : 1;
        });
    System.exit(command.execute(args));
  }

  @CommandLine.Command(name = "log-to-run", mixinStandardHelpOptions = true, version = "1.0")
  void run(
      @Option(names = "--run-id", description = "Its ID, a number") @Nullable Long runId,
      @Option(names = "--display-id", description = "Such as MMP-1") @Nullable String displayId,
      @Option(names = "--external-id", description = "Your own") @Nullable String externalId,
      @Option(names = "--project", description = "Its project's name") @Nullable String project,
      @Option(names = "--step", description = "Of all points; default 0") long step,
      @Option(names = "--log", paramLabel = "NAME=VALUE") @Nullable Map<String, Double> points,
      @Option(names = "--finish", description = "Make the run COMPLETED") boolean finish,
      @Option(names = "--fail", paramLabel = "REASON") @Nullable String reason,
      @Option(names = "--live", description = "Use PLUTO_API_KEY, PLUTO_URL_*") boolean live,
      @Option(names = "--self-hosted", paramLabel = "HOST") @Nullable String host) {
    ResumeTarget target = target(runId, displayId, externalId, project);
    try (EmbeddedPluto server = live || host != null ? null : EmbeddedPluto.start();
        PlutoClient pluto = client(server, host);
        ActiveRun run = pluto.resume(target)) {
      if (points != null) {
        run.log(step, points);
      }
      Object status = reason != null ? run.fail(reason) : finish ? run.finish() : "still open";
      run.flush(); // throws if a point was not accepted, whatever became of the run
      System.out.printf("Points accepted: %d; the run is %s%n", run.stats().accepted(), status);
      if (server != null) {
        System.out.println("The server has " + server.run(run.run().runId()));
      }
    }
  }

  private static PlutoClient client(@Nullable EmbeddedPluto server, @Nullable String host) {
    PlutoClient.Builder builder = PlutoClient.builder();
    if (server != null) {
      String url = server.url();
      builder.apiKey(EmbeddedPluto.VALID_KEY).baseUrl(url).ingestUrl(url).heartbeatUrl(url);
    } else if (host == null) {
      builder.fromEnvironment();
    } else {
      builder.fromEnvironment().selfHosted(host).allowCleartext();
    }
    PlutoClient pluto = builder.build();
    System.out.println(server == null ? "Live: " + pluto : "An embedded server plays Pluto.");
    return pluto;
  }

  private static ResumeTarget target(
      @Nullable Long id, @Nullable String display, @Nullable String ext, @Nullable String project) {
    if (id != null && display == null && ext == null && project == null) {
      return ResumeTarget.byId(id);
    } else if (display != null && id == null && ext == null) {
      return new ResumeTarget.ByDisplayId(display, project);
    } else if (ext != null && project != null && id == null && display == null) {
      return new ResumeTarget.ByExternalId(ext, project);
    }
    throw new IllegalArgumentException("give --run-id, --display-id or --external-id + --project");
  }
}
