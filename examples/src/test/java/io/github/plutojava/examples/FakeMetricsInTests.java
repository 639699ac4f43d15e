package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.Step;
import io.github.plutojava.UndeliveredException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests code that logs metrics, with JUnit 5: with a fake of its {@code @Metrics} interface, which
 * is one line of code for each method, and with {@link EmbeddedPluto}, through HTTP.
 *
 * <p>{@code mvn -q test -Dtest=FakeMetricsInTests -Dsurefire.failIfNoSpecifiedTests=false} prints
 * nothing: its tests pass.
 */
class FakeMetricsInTests {
  @Metrics("eval")
  interface Scores {
    void score(@Step long step, @Metric("accuracy") double accuracy);
  }

  /** The code to test. It is given the interface, not an {@code ActiveRun}. */
  static void evaluate(List<Boolean> answers, long step, Scores scores) {
    long right = answers.stream().filter(answer -> answer).count();
    scores.score(step, (double) right / answers.size());
  }

  @Test
  void logsTheAccuracyOfTheAnswers() {
    List<String> logged = new ArrayList<>();

    evaluate(
        List.of(true, true, false, true),
        7,
        (step, accuracy) -> logged.add(step + ": " + accuracy));

    assertEquals(List.of("7: 0.75"), logged);
  }

  @Test
  void leavesItToItsCallerThatAPointCouldNotBeLogged() {
    UndeliveredException full = new UndeliveredException("the buffer is full", 1, null);
    Scores failing =
        (step, accuracy) -> {
          throw full;
        };

    assertEquals(
        full, assertThrows(UndeliveredException.class, () -> evaluate(List.of(true), 7, failing)));
  }

  @Test
  void worksWithTheRealClientToo() {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
      evaluate(List.of(true, false), 7, run.metrics(Scores.class));
      run.finish();

      assertEquals(0.5, server.points("MMP-1", "eval/accuracy").get(0).value());
      assertEquals("COMPLETED", server.status("MMP-1"));
    }
  }
}
