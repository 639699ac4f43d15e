package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunNotFoundException;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Tests a class that resumes runs, with JUnit 5: with a fake of {@code RunsApi}, at once and
 * without HTTP, and with {@link EmbeddedPluto}, through HTTP and the real client.
 *
 * <p>{@code mvn -q test -Dtest=FakeInTests -Dsurefire.failIfNoSpecifiedTests=false} prints nothing:
 * its tests pass.
 */
class FakeInTests {
  /** The class to test. It is given a {@code RunsApi}, not a {@code PlutoClient}. */
  record Evaluation(RunsApi runs) {
    String begin(String displayId) {
      try {
        return "logging to " + runs.resume(ResumeTarget.byDisplayId(displayId)).url();
      } catch (RunNotFoundException e) {
        return "there is no " + displayId;
      }
    }
  }

  /** A fake that is made of a lambda. */
  record FakeRuns(Function<ResumeTarget, ResumedRun> answer) implements RunsApi {
    @Override
    public ResumedRun resume(ResumeTarget target) {
      return answer.apply(target);
    }

    @Override
    public CompletableFuture<ResumedRun> resumeAsync(ResumeTarget target) {
      try {
        return CompletableFuture.completedFuture(answer.apply(target));
      } catch (PlutoException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  @Test
  void logsToTheRunThatWasResumed() {
    ResumedRun run = new ResumedRun(7, 1L, "MMP-1", "p", "acme", "https://pluto/MMP-1", true);
    RunsApi runs = new FakeRuns(target -> run);

    assertEquals("logging to https://pluto/MMP-1", new Evaluation(runs).begin("MMP-1"));
  }

  @Test
  void saysThatThereIsNoSuchRun() {
    RunsApi runs =
        new FakeRuns(
            target -> {
              throw PlutoApiException.of(404, "Run not found");
            });

    assertEquals("there is no MMP-99", new Evaluation(runs).begin("MMP-99"));
  }

  @Test
  void worksWithTheRealClientToo() {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      Evaluation evaluation = new Evaluation(pluto.runs());

      assertEquals("there is no MMP-99", evaluation.begin("MMP-99"));
      evaluation.begin("MMP-1");
      assertEquals("RUNNING", server.status(1));
    }
  }
}
