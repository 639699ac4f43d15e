package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import io.github.plutojava.RunStatus;
import io.github.plutojava.UndeliveredException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows of open runs, run as it stands there. */
class GuideTest {
  private final EmbeddedPluto server = EmbeddedPluto.start();
  private final PlutoClient pluto = server.clientBuilder().build();

  @TempDir Path classes;

  @AfterEach
  void stop() {
    pluto.close();
    server.close();
  }

  private static Snippet shown(String heading, int n) throws Exception {
    return Snippet.of("docs/guide.md", heading, n);
  }

  private Object run(Snippet snippet) throws Exception {
    try (ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-3"))) {
      Object result = snippet.run(classes, server, pluto, run);
      run.flush();
      return result;
    }
  }

  @Test
  void logsToARun() throws Exception {
    run(shown("Log to a run", 1));
    assertEquals(2, server.points("MMP-1", "eval/accuracy").size());
    Instant own = Instant.parse("2026-11-26T12:00:00Z");
    assertEquals(own.toEpochMilli(), server.points("MMP-1", "eval/accuracy").get(1).time());
    assertEquals(0.21, server.points("MMP-1", "eval/loss").get(0).value());
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void declaresMetrics() throws Exception {
    run(shown("Name metrics once", 1));
    assertEquals(
        Set.of("eval/loss", "eval/f1", "eval/tokens-per-second"), server.run("MMP-3").metrics());
  }

  @Test
  void endsARun() throws Exception {
    run(shown("End a run", 1));
    assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run("MMP-1").statuses());
  }

  @Test
  void stopsWhenSomebodyCancels() throws Exception {
    run(shown("When somebody cancels the run", 1));
    assertEquals(1000, server.points("MMP-3", "loss").size());
  }

  @Test
  void opensARunWithOptions() throws Exception {
    run(shown("RunOptions", 1).then("open.log(1, \"a\", 1);\nopen.finish();\n"));
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void worksWithoutWaiting() throws Exception {
    Snippet snippet = shown("Call without waiting", 2);
    assertEquals(RunStatus.COMPLETED, run(snippet.with("123", "1").then("result = ended.join();")));
  }

  @Test
  void readsTheReadmeWithoutWaiting() throws Exception {
    run(
        Snippet.of("README.md", "Log without waiting", 1)
            .with("123", "1")
            .with("failure));", "failure)).join();"));
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void testsWithEmbeddedPluto() throws Exception {
    run(shown("Test your code", 2));
  }

  private ActiveRun closedWithoutItsPoint() {
    server.answerAll(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(503));
    RunOptions options = RunOptions.builder().closeTimeout(Duration.ZERO).build();
    ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"), options);
    run.log(1, "a", 1);
    run.close();
    return run;
  }

  @Test
  void aFinishAfterACloseThatLostPointsLeavesTheStatus() {
    ActiveRun run = closedWithoutItsPoint();
    UndeliveredException e = assertThrows(UndeliveredException.class, run::finish);
    assertEquals(1, e.undelivered());
    assertEquals("RUNNING", server.status("MMP-1"));
  }

  @Test
  void aFailAfterACloseThatLostPointsFailsTheRun() {
    ActiveRun run = closedWithoutItsPoint();
    assertEquals(RunStatus.FAILED, run.fail("points were lost"));
    assertEquals("FAILED", server.status("MMP-1"));
  }

  @Test
  void aFinishAfterACloseThatLostNothingFinishesTheRun() {
    ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"));
    run.log(1, "a", 1);
    run.close();
    assertEquals("RUNNING", server.status("MMP-1"));
    assertEquals(RunStatus.COMPLETED, run.finish());
    assertEquals(1, run.stats().accepted());
  }
}
