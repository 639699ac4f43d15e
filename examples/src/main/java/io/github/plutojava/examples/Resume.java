package io.github.plutojava.examples;

import io.github.plutojava.AmbiguousRunException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import java.util.Map;
import java.util.concurrent.Callable;
import okhttp3.logging.HttpLoggingInterceptor.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A command line around the client: resumes one run, named in any of the three ways.
 *
 * <p>Run: {@code mvn -q compile exec:java -Dexec.args="--display-id MMP-1"}, or with {@code
 * --help}. Without an API key in the environment it starts a server of its own and talks to that.
 *
 * <p>Exit status: 0, 1 if the API or the network said no, 2 for wrong usage.
 */
@Command(
    name = "resume",
    sortOptions = false,
    description = "Sets a finished run back to RUNNING, so that more can be logged to it.",
    footer = {
      "",
      "The API key is taken from PLUTO_API_KEY, the server's address from PLUTO_URL_API.",
      "Without a key, an embedded server plays Pluto, and MMP-1 is the default.",
      "Exit status: 0, 1 if the API or the network said no, 2 for wrong usage."
    })
public final class Resume implements Callable<Integer> {
  @ArgGroup private Id id = new Id();

  static final class Id {
    @Option(names = "--run-id", paramLabel = "N", description = "The run's numeric ID.")
    @Nullable Long runId;

    @Option(names = "--display-id", paramLabel = "ID", description = "Its display ID (MMP-1).")
    @Nullable String displayId;

    @Option(names = "--external-id", paramLabel = "ID", description = "The ID its creator gave it.")
    @Nullable String externalId;
  }

  @Option(
      names = "--project",
      paramLabel = "P",
      description = "Its project: for an external ID, or a display ID that is ambiguous.")
  private @Nullable String project;

  @Option(names = "--verbose", description = "Log the requests and answers.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("UnusedVariable") // It is picocli that reads it.
  private boolean help;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Resume())
            .setParameterExceptionHandler((e, a) -> fail(2, e.getMessage() + " (see --help)"))
            .setExecutionExceptionHandler((e, c, a) -> fail(e))
            .execute(args));
  }

  private static int fail(Exception e) {
    if (e instanceof AmbiguousRunException ambiguous) {
      return fail(1, ambiguous.error() + " Add --project P");
    }
    return fail(e instanceof PlutoException ? 1 : 2, e.getMessage());
  }

  private static int fail(int status, @Nullable String message) {
    System.err.println("resume: " + message);
    return status;
  }

  @Override
  public Integer call() {
    boolean isDemo = isUnset("PLUTO_API_KEY") && isUnset("MLOP_API_TOKEN");
    ResumeTarget target = target(isDemo);
    return isDemo ? resumeOnEmbeddedServer(target) : resumeOnService(target);
  }

  private static boolean isUnset(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isEmpty();
  }

  private Level level() {
    return verbose ? Level.BODY : Level.NONE;
  }

  private ResumeTarget target(boolean isDemo) {
    if (id.runId != null) {
      if (project != null) {
        throw new IllegalArgumentException("a run ID is unique: leave out --project");
      }
      return ResumeTarget.byId(id.runId);
    }
    if (id.externalId != null) {
      if (project == null) {
        throw new IllegalArgumentException(
            "an external ID is unique only within a project: add --project P");
      }
      return ResumeTarget.byExternalId(id.externalId).inProject(project);
    }
    if (id.displayId == null && !isDemo) {
      throw new IllegalArgumentException(
          "which run? Give --run-id N, --display-id ID, or --external-id ID with --project P");
    }
    ResumeTarget.ByDisplayId target =
        ResumeTarget.byDisplayId(id.displayId == null ? "MMP-1" : id.displayId);
    return project == null ? target : target.inProject(project);
  }

  private int resumeOnService(ResumeTarget target) {
    try (PlutoClient environment = PlutoClient.fromEnvironment();
        PlutoClient pluto = environment.toBuilder().logLevel(level()).build()) {
      print(pluto.runs().resume(target));
      return 0;
    }
  }

  private int resumeOnEmbeddedServer(ResumeTarget target) {
    System.out.println("PLUTO_API_KEY is not set: an embedded server plays Pluto.");
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder()
                .baseUrl(server.url())
                .apiKey(EmbeddedPluto.VALID_KEY)
                .logLevel(level())
                .build()) {
      Map<Long, String> before = server.statuses();
      ResumedRun run = pluto.runs().resume(target);
      print(run);
      System.out.println(
          "  status:  " + before.get(run.runId()) + " -> " + server.status(run.runId()));
      return 0;
    }
  }

  private static void print(ResumedRun run) {
    System.out.println("Resumed " + (run.displayId() == null ? "a run" : run.displayId()));
    System.out.println("  run ID:  " + run.runId());
    System.out.println("  project: " + run.projectName());
    System.out.println("  look at: " + run.url());
  }
}
