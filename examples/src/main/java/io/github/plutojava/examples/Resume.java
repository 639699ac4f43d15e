package io.github.plutojava.examples;

import io.github.plutojava.AmbiguousRunException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * A command line around the client: resumes one run, named in any of the three ways.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.args="--display-id MMP-1"} prints:
 *
 * <pre>{@code
 * PLUTO_API_KEY is not set: an embedded server plays Pluto.
 * Resumed MMP-1
 *   run ID:  1
 *   project: my-ml-project
 *   look at: https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ
 *   status:  COMPLETED -> RUNNING
 * }</pre>
 */
@CommandLine.Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    version = "resume 1.0",
    description = "Resumes a run of the server at PLUTO_URL_API, with the key in PLUTO_API_KEY.")
public final class Resume implements Runnable {
  @CommandLine.Option(names = "--run-id", paramLabel = "N", description = "Its ID, a number")
  private @Nullable Long runId;

  @CommandLine.Option(names = "--display-id", paramLabel = "ID", description = "Such as MMP-1")
  private @Nullable String displayId;

  @CommandLine.Option(names = "--external-id", paramLabel = "ID", description = "An ID of your own")
  private @Nullable String externalId;

  @CommandLine.Option(names = "--project", paramLabel = "P", description = "Its project's name")
  private @Nullable String project;

  public static void main(String[] args) {
    CommandLine resume = new CommandLine(new Resume());
    resume.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          String hint = e instanceof AmbiguousRunException ? " (here: --project)" : "";
          System.err.println("resume: " + e.getMessage() + hint);
          return e instanceof IllegalArgumentException ? 2 : 1;
        });
    System.exit(resume.execute(args));
  }

  @Override
  public void run() {
    ResumeTarget target = target();
    if (System.getenv("PLUTO_API_KEY") != null) {
      try (PlutoClient pluto = PlutoClient.fromEnvironment()) {
        resume(pluto, target);
        return;
      }
    }
    System.out.println("PLUTO_API_KEY is not set: an embedded server plays Pluto.");
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      var before = server.statuses();
      long id = resume(pluto, target);
      System.out.println("  status:  " + before.get(id) + " -> " + server.status(id));
    }
  }

  private static long resume(PlutoClient pluto, ResumeTarget target) {
    var run = pluto.runs().resume(target);
    System.out.println("Resumed " + (run.displayId() == null ? "a run" : run.displayId()));
    System.out.printf("  run ID:  %d%n  project: %s%n", run.runId(), run.projectName());
    System.out.println("  look at: " + run.url());
    return run.runId();
  }

  private ResumeTarget target() {
    if (runId != null && displayId == null && externalId == null && project == null) {
      return ResumeTarget.byId(runId);
    } else if (displayId != null && runId == null && externalId == null) {
      return new ResumeTarget.ByDisplayId(displayId, project);
    } else if (externalId != null && project != null && runId == null && displayId == null) {
      return new ResumeTarget.ByExternalId(externalId, project);
    }
    throw new IllegalArgumentException("give --run-id, --display-id or --external-id + --project");
  }
}
