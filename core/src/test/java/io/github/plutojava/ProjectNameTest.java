package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static io.github.plutojava.testing.RunServer.NAMES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FaultTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project's name travels in a header, so not every run can be logged to. */
class ProjectNameTest extends FaultTest {
  @Metrics
  interface Eval {
    void scores(@Step long step, @Metric("loss") double loss);
  }

  private ActiveRun openIn(String project) {
    ResumedRun run = new ResumedRun(1, 1L, "MMP-1", project, "acme", "https://p", true);
    return closeLater(client().open(run, options().build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " lead",
        "trail ",
        "проект",
        "projekt-ü",
        "a\tb",
        "a\r\nX-Run-Id: 2",
        "\u007f"
      })
  void whatDoesNotFitIntoAHeaderIsRefusedBeforeAnythingIsSent(String project) {
    ActiveRun run = openIn(project);
    for (Executable call :
        List.<Executable>of(
            () -> run.log(1, "loss", 1),
            () -> run.log(1, Map.of("loss", 1)),
            () -> run.log(1, Instant.EPOCH, Map.of("loss", 1)),
            () -> run.tryLog(1, "loss", 1),
            () -> run.metrics(Eval.class))) {
      String message = assertThrows(IllegalStateException.class, call).getMessage();
      assertTrue(message.contains("header"), message);
    }
    run.flush(Duration.ofMinutes(1));
    assertEquals(0, pluto.received(INGEST).size() + pluto.received(NAMES).size());
    assertStats(run, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "my ml  project", "~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}"})
  void whatFitsGoesAsItIs(String project) throws Exception {
    ActiveRun run = openIn(project);
    run.log(1, "loss", 1);
    flush(run);
    assertEquals(project, pluto.received(INGEST).get(0).request().getHeader("X-Project-Name"));
  }
}
