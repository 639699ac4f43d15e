package io.github.plutojava.examples;

import io.github.plutojava.AmbiguousRunException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A command line around the client: resumes one run, named in any of the three ways.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.Resume
 * -Dexec.args="--display-id MMP-1"} prints:
 *
 * <pre>{@code
 * An embedded server plays Pluto.
 * Resumed MMP-1
 *   run ID:  1
 *   project: my-ml-project
 *   look at: https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ
 *   status:  COMPLETED -> RUNNING
 * }</pre>
 */
public final class Resume {
  public static void main(String[] args) {
    CommandLine resume = new CommandLine(CommandLine.getCommandMethods(Resume.class, "run").get(0));
    resume.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          String hint = e instanceof AmbiguousRunException ? " (here: --project)" : "";
          System.err.println("resume: " + e.getMessage() + hint);
          return e instanceof IllegalArgumentException ? 2 : 1;
        });
    System.exit(resume.execute(args));
  }

  @CommandLine.Command(name = "resume", mixinStandardHelpOptions = true, version = "1.0")
  void run(
      @Option(names = "--run-id", description = "Its ID, a number") @Nullable Long runId,
      @Option(names = "--display-id", description = "Such as MMP-1") @Nullable String displayId,
      @Option(names = "--external-id", description = "Your own") @Nullable String externalId,
      @Option(names = "--project", description = "Its project's name") @Nullable String project,
      @Option(names = "--live", description = "Use PLUTO_API_KEY, PLUTO_URL_API") boolean live,
      @Option(names = "--self-hosted", paramLabel = "HOST") @Nullable String host) {
    ResumeTarget target = target(runId, displayId, externalId, project);
    try (EmbeddedPluto server = live || host != null ? null : EmbeddedPluto.start();
        PlutoClient pluto = client(server, host)) {
      var before = server == null ? Map.<Long, String>of() : server.statuses();
      var run = pluto.runs().resume(target);
      System.out.println("Resumed " + (run.displayId() == null ? "a run" : run.displayId()));
      System.out.printf("  run ID:  %d%n  project: %s%n", run.runId(), run.projectName());
      System.out.println("  look at: " + run.url());
      if (server != null) {
        String after = server.status(run.runId());
        System.out.println("  status:  " + before.get(run.runId()) + " -> " + after);
      }
    }
  }

  private static PlutoClient client(@Nullable EmbeddedPluto server, @Nullable String host) {
    PlutoClient.Builder builder = PlutoClient.builder();
    if (server != null) {
      builder.apiKey(EmbeddedPluto.VALID_KEY).baseUrl(server.url());
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
