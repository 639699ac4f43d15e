package io.github.plutojava.examples;

import io.github.plutojava.AmbiguousRunException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunsApi;

/**
 * Names a run in each of the three ways, and answers the server when it asks which run is meant.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.ResumeEachTarget} prints:
 *
 * <pre>{@code
 * by run ID:      run 3, MMP-3 in my-ml-project
 * by display ID:  run 1, MMP-1 in my-ml-project
 * MTE-1 alone:    409, several projects have it
 * in its project: run 8, MTE-1 in monitor-tests
 * by external ID: run 7, MTE-1 in monitor_tests
 * }</pre>
 */
public final class ResumeEachTarget {
  private ResumeEachTarget() {}

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      RunsApi runs = pluto.runs();

      // A program that made the run, or found it, knows the run ID: unique on the server.
      print("by run ID:      ", runs.resume(ResumeTarget.byId(3)));

      // What people read on the site and type. Case and leading zeros do not matter.
      print("by display ID:  ", runs.resume(ResumeTarget.byDisplayId("mmp-0001")));

      // Display IDs begin with a prefix that the server makes of the project's name. Those of
      // monitor-tests and monitor_tests are the same, so the server asks which one is meant.
      ResumeTarget.ByDisplayId target = ResumeTarget.byDisplayId("MTE-1");
      try {
        print("MTE-1 alone:    ", runs.resume(target));
      } catch (AmbiguousRunException e) { // e.error() names projects that have it
        System.out.println("MTE-1 alone:    " + e.status() + ", several projects have it");
        print("in its project: ", runs.resume(target.inProject("monitor-tests")));
      }

      // Whoever starts a run may give it an ID of their own, which is unique only in its project:
      // both of those have a run shared-ext. So byExternalId("shared-ext") alone is not a
      // ResumeTarget, and resume() does not compile with it.
      ResumeTarget external = ResumeTarget.byExternalId("shared-ext").inProject("monitor_tests");
      print("by external ID: ", runs.resume(external));
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }

  private static void print(String how, ResumedRun run) {
    String name = run.displayId() == null ? "(no display ID)" : run.displayId();
    System.out.println(how + "run " + run.runId() + ", " + name + " in " + run.projectName());
  }
}
