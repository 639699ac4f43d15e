package io.github.plutojava.examples;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;

/**
 * The shortest complete program: resumes a run by its display ID.
 *
 * <p>Here it talks to a server of its own. For the Pluto service, set {@code PLUTO_API_KEY} and
 * make the client with {@code PlutoClient.fromEnvironment()}.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.ResumeByDisplayId} prints:
 *
 * <pre>{@code
 * MMP-1 is RUNNING: https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ
 * }</pre>
 */
public final class ResumeByDisplayId {
  private ResumeByDisplayId() {}

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
      System.out.println(run.displayId() + " is " + server.status(1) + ": " + run.url());
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
