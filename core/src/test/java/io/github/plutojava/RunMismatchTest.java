package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server answers that it resumed another run than the one that was asked for. */
class RunMismatchTest extends ServerTest {
  private static final ResumedRun RUN_1 =
      new ResumedRun(1, 1L, "MMP-1", "my-ml-project", "acme", "u", true);

  private void enqueueRun(ResumedRun run) {
    enqueue(
        Answers.json(
            200,
            "{\"runId\":"
                + run.runId()
                + ",\"number\":"
                + run.number()
                + ",\"displayId\":"
                + (run.displayId() == null ? "null" : "\"" + run.displayId() + "\"")
                + ",\"projectName\":\""
                + run.projectName()
                + "\",\"organizationSlug\":\"acme\",\"url\":\"u\",\"resumed\":true}"));
  }

  @ParameterizedTest
  @EnumSource
  void takesTheRunThatWasAskedFor(Style style) {
    PlutoClient client = client();
    for (ResumeTarget target :
        List.of(
            ResumeTarget.byId(1),
            ResumeTarget.byDisplayId("MMP-1"),
            ResumeTarget.byDisplayId("mmp-0001"),
            ResumeTarget.byDisplayId("MMP-1").inProject("my-ml-project"),
            ResumeTarget.byExternalId("whatever").inProject("my-ml-project"))) {
      enqueueRun(RUN_1);
      assertEquals(RUN_1, style.resume(client, target));
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnotherRun(Style style) {
    PlutoClient client = client();
    for (ResumeTarget target :
        List.of(
            ResumeTarget.byId(2),
            ResumeTarget.byDisplayId("MMP-2"),
            ResumeTarget.byDisplayId("MMP-11"),
            ResumeTarget.byDisplayId("MTE-1"),
            ResumeTarget.byDisplayId("MMP-1").inProject("My-ML-project"),
            ResumeTarget.byExternalId("whatever").inProject("My-ML-project"),
            ResumeTarget.byExternalId("whatever").inProject("my_ml_project"))) {
      enqueueRun(RUN_1);
      RunMismatchException e =
          assertThrows(RunMismatchException.class, () -> style.resume(client, target));
      assertEquals(target, e.target());
      assertEquals(RUN_1, e.run());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesARunWithoutDisplayIdForOne(Style style) {
    ResumedRun nameless = new ResumedRun(6, null, null, "p", "acme", "u", true);
    ResumedRun foreign = new ResumedRun(6, 1L, "項日本-1", "p", "acme", "u", true);
    PlutoClient client = client();
    for (ResumedRun run : List.of(nameless, foreign)) {
      enqueueRun(run);
      RunMismatchException e =
          assertThrows(RunMismatchException.class, () -> style.resume(client, MMP_1));
      assertEquals(run, e.run());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichRunsAndWhereToLook(Style style) {
    enqueueRun(RUN_1);
    RunMismatchException e =
        assertThrows(
            RunMismatchException.class,
            () -> style.resume(client(), ResumeTarget.byDisplayId("MTE-1").inProject("q")));
    assertEquals(
        "asked for the run with display ID 'MTE-1' in project 'q', but the server resumed the run"
            + " with ID 1 (display ID 'MMP-1') in project 'my-ml-project': that run is RUNNING now;"
            + " look at it at u",
        e.getMessage());
  }
}
