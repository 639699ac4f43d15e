package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.Programs.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples that talk to the server of the environment if they are told to, and only then. */
class LiveExamplesTest {
  private final EmbeddedPluto server = EmbeddedPluto.start();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    server.close();
  }

  private Result run(Class<?> example, String... args) throws Exception {
    return Programs.runIn(folder, Programs.environment(server), example.getName(), List.of(args));
  }

  private Result live(Class<?> example) throws Exception {
    return run(example, "--live", "MMP-3");
  }

  private void assertStatuses(String... statuses) {
    assertEquals(List.of(statuses), server.run("MMP-3").statuses());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        MetricsInterface.class,
        RunAsGuest.class,
        KeepAlive.class,
        ContinueTraining.class,
        StopFromTheUi.class,
        LogFromManyThreads.class,
        BulkResume.class
      })
  void talkToNoServiceOnlyBecauseThereIsAKey(Class<?> example) throws Exception {
    assertEquals(0, run(example).status());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void metricsInterface() throws Exception {
    assertEquals(
        new Result(0, "6 points accepted; MMP-3 is COMPLETED\n", ""), live(MetricsInterface.class));
    assertStatuses("FAILED", "RUNNING", "COMPLETED");
    assertEquals(Set.of("eval/loss", "eval/f1", "eval/tokens-per-second"), server.run(3).metrics());
  }

  @Test
  void runAsGuest() throws Exception {
    assertEquals(new Result(0, "2 points accepted\n", ""), live(RunAsGuest.class));
    assertStatuses("FAILED", "RUNNING");
    assertEquals(0, server.run(3).heartbeats());
  }

  @Test
  void keepAlive() throws Exception {
    assertEquals(new Result(0, "step 1000: 0.91\nstep 2000: 0.93\n", ""), live(KeepAlive.class));
    assertStatuses("FAILED", "RUNNING", "COMPLETED");
    assertEquals(2, server.points("MMP-3", "eval/accuracy").size());
  }

  @Test
  void continueTraining() throws Exception {
    Files.writeString(folder.resolve("checkpoint"), "30");
    assertEquals(
        new Result(0, "from step 30, finished: COMPLETED\n", ""), live(ContinueTraining.class));
    assertEquals(10, server.points("MMP-3", "train/loss").size());
    assertEquals("40", Files.readString(folder.resolve("checkpoint")));
  }

  @Test
  void stopFromTheUi() throws Exception {
    server.run(3).cancel();
    assertEquals(
        new Result(0, "stopping: all points accepted: true\n", ""), live(StopFromTheUi.class));
    assertStatuses("FAILED", "RUNNING", "CANCELLED");
  }

  @Test
  void logFromManyThreads() throws Exception {
    assertEquals(
        new Result(0, "1000 points from 4 threads accepted; MMP-3 is COMPLETED\n", ""),
        live(LogFromManyThreads.class));
    assertEquals(1000, server.points("MMP-3", "eval/loss").size());
  }

  @Test
  void bulkResume() throws Exception {
    Files.writeString(folder.resolve("ids.txt"), "\n  MMP-3\t\r\nMMP-99\nnone\n");
    assertEquals(
        new Result(
            0,
            "Live: PlutoClient[" + server.url() + "/]\n1 resumed, not resumed:\nMMP-99\nnone\n",
            ""),
        run(BulkResume.class, "--live", "ids.txt"));
    assertStatuses("FAILED", "RUNNING");
    String failed = Files.readString(folder.resolve("ids.txt.failed"));
    assertTrue(failed.contains("MMP-99\tcould not resume the run with display ID 'MMP-99'"));
    assertTrue(failed.contains("none\tdisplayId 'none' is not PREFIX-NUMBER"), failed);
  }

  @Test
  void bulkResumeTriesAFileOnTheEmbeddedServer() throws Exception {
    Files.writeString(folder.resolve("ids.txt"), "MMP-3\n");
    assertEquals(
        new Result(0, "An embedded server plays Pluto.\n1 resumed, not resumed:\n", ""),
        run(BulkResume.class, "ids.txt"));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void bulkResumeResumesNoRunsThatNobodyNamed() throws Exception {
    assertEquals(
        new Result(2, "", "usage: [FILE] | --live FILE\n"), run(BulkResume.class, "--live"));
  }
}
