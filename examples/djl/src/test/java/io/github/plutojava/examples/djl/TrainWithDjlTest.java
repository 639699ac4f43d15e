package io.github.plutojava.examples.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.TrainingDivergedException;
import ai.djl.engine.Engine;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunStatus;
import io.github.plutojava.examples.EmbeddedPluto;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DJL found out in each epoch is on the server, and the run ends as the training did. */
class TrainWithDjlTest {
  private static final Path PENGUINS = Path.of(System.getProperty("penguins.csv"));

  private final EmbeddedPluto server = EmbeddedPluto.start();
  private final PlutoClient pluto = server.clientBuilder().build();
  private final ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"));

  @BeforeAll
  static void seed() {
    Engine.getInstance().setRandomSeed(19);
  }

  @AfterEach
  void stop() {
    pluto.close();
    server.close();
  }

  /** Counts epochs by itself, and keeps by name and epoch what DJL says of each. */
  private static final class Recorder extends TrainingListenerAdapter {
    final Map<String, Map<Long, Double>> scores = new TreeMap<>();
    final RuntimeException failure = new IllegalStateException("out of penguins");
    private final long last;
    private long epoch;

    Recorder(long last) {
      this.last = last;
    }

    @Override
    public void onEpoch(Trainer trainer) {
      epoch++;
      trainer
          .getTrainingResult()
          .getEvaluations()
          .forEach(
              (name, score) ->
                  scores
                      .computeIfAbsent(name, n -> new TreeMap<>())
                      .put(epoch, score.doubleValue()));
      if (epoch == last) {
        throw failure;
      }
    }
  }

  private Map<String, Map<Long, Double>> onServer() {
    Map<String, Map<Long, Double>> scores = new TreeMap<>();
    for (String name : server.run("MMP-1").metrics()) {
      Map<Long, Double> values = new TreeMap<>();
      server.points("MMP-1", name).forEach(point -> values.put(point.step(), point.value()));
      scores.put(name, values);
    }
    return scores;
  }

  @Test
  void logsTheScoresOfEachEpochAndFinishes() throws Exception {
    Recorder recorder = new Recorder(Long.MAX_VALUE);
    assertEquals(RunStatus.COMPLETED, TrainWithDjl.train(PENGUINS, 4, run, recorder));
    assertEquals(recorder.scores, onServer());
    assertEquals(
        Set.of("train_loss", "train_accuracy", "validate_loss", "validate_accuracy"),
        recorder.scores.keySet());
    recorder.scores.forEach(
        (name, scores) -> assertEquals(Set.of(1L, 2L, 3L, 4L), scores.keySet(), name));
    assertEquals(recorder.scores.keySet(), Set.copyOf(server.run("MMP-1").names()));
    assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run("MMP-1").statuses());

    // It is a real training: four epochs tell the three species apart far better than chance.
    double accuracy = recorder.scores.get("validate_accuracy").get(4L);
    assertTrue(accuracy > 0.6, () -> "accuracy " + accuracy);
  }

  @Test
  void failsTheRunWithTheExceptionAndKeepsTheEpochsBeforeIt() {
    Recorder recorder = new Recorder(3);
    Exception thrown =
        assertThrows(Exception.class, () -> TrainWithDjl.train(PENGUINS, 9, run, recorder));
    assertSame(recorder.failure, thrown);
    assertFailed(recorder.failure);
    assertEquals(recorder.scores, onServer());
    assertEquals(Set.of(1L, 2L, 3L), onServer().get("train_loss").keySet());
  }

  @Test
  void failsTheRunIfTheLossIsNoNumber(@TempDir Path folder) throws Exception {
    String penguins = Files.readString(PENGUINS).replaceAll(",Torgersen,[0-9.]+", ",Torgersen,NaN");
    Path spoilt = Files.writeString(folder.resolve("penguins.csv"), penguins);
    assertFailed(
        assertThrows(TrainingDivergedException.class, () -> TrainWithDjl.train(spoilt, 9, run)));
  }

  private void assertFailed(Exception cause) {
    assertEquals(List.of("COMPLETED", "RUNNING", "FAILED"), server.run("MMP-1").statuses());
    JsonNode reason = server.run("MMP-1").history().get(1).metadata();
    assertEquals(cause.getClass().getName(), reason.get("type").asText());
    assertEquals(cause.getMessage(), reason.get("message").asText());
  }

  @Test
  void printsWhatItsHeaderShows() throws Exception {
    String source =
        Files.readString(
            Path.of("src/main/java/io/github/plutojava/examples/djl/TrainWithDjl.java"));
    Matcher shown =
        Pattern.compile("prints:\n \\*\n \\* <pre>\\{@code\n(.*?) \\* \\}</pre>", Pattern.DOTALL)
            .matcher(source);
    assertTrue(shown.find());
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      TrainWithDjl.main(new String[] {PENGUINS.toString()});
    } finally {
      System.setOut(out);
    }
    assertEquals(
        shown.group(1).replaceAll("(?m)^ \\* ", ""), printed.toString(StandardCharsets.UTF_8));
  }
}
