package io.github.plutojava.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.plutojava.RunStatus;
import io.github.plutojava.examples.EmbeddedPluto;
import io.github.plutojava.examples.EmbeddedPluto.Point;
import io.github.plutojava.examples.EmbeddedPluto.Request;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each point of each task is on the server, whatever happens to the task. */
class EvaluateOnSparkTest {
  private static final String CSV = System.getProperty("penguins.csv");
  private static final MapFunction<Row, Double> MODEL =
      row -> 49.69 * row.<Double>getAs("flipper") - 5780.83;

  // What tasks, which run in this JVM, do to a test and tell it.
  private static final AtomicBoolean REFUSING = new AtomicBoolean();
  private static final AtomicInteger SECOND_ATTEMPTS = new AtomicInteger();

  private static volatile EmbeddedPluto current;

  private static SparkSession spark;
  private static Dataset<Row> penguins;

  private final EmbeddedPluto server = EmbeddedPluto.start();
  private final String url = server.url();

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[4,2]")
            .config("spark.ui.enabled", false)
            .config("spark.log.level", "ERROR")
            .getOrCreate();
    penguins = EvaluateOnSpark.penguins(spark, CSV);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @BeforeEach
  void showTheServerToTasks() {
    current = server;
  }

  private RunStatus evaluate(MapFunction<Row, Double> model) {
    String address = url; // or the closure would hold this test
    return EvaluateOnSpark.evaluate(penguins, model, () -> EvaluateOnSpark.client(address));
  }

  /** What each row's error is, worked out without Spark. */
  private static Map<Long, Double> errors() throws IOException {
    Map<Long, Double> errors = new TreeMap<>();
    List<String> lines = Files.readAllLines(Path.of(CSV));
    for (int line = 1; line < lines.size(); line++) {
      String[] cells = lines.get(line).split(",", -1);
      if (!cells[4].equals("NA")) {
        double mass = Double.parseDouble(cells[5]);
        errors.put(line - 1L, Math.abs(49.69 * Double.parseDouble(cells[4]) - 5780.83 - mass));
      }
    }
    return errors;
  }

  private Map<Long, Double> onServer(String metric) {
    Map<Long, Double> values = new TreeMap<>();
    server.points("MMP-1", metric).forEach(point -> values.put(point.step(), point.value()));
    return values;
  }

  private void assertEachPointIsThere() throws IOException {
    Map<Long, Double> errors = errors();
    assertEquals(342, errors.size());
    assertEquals(errors, onServer("eval/error"));
    double mean = errors.values().stream().mapToDouble(error -> error).average().orElseThrow();
    assertEquals(Set.of(0L), onServer("eval/mean-error").keySet());
    assertEquals(mean, onServer("eval/mean-error").get(0L), 1e-9); // summed in any order
    assertEquals(Set.of("eval/error", "eval/mean-error"), server.run("MMP-1").metrics());
    assertEquals(Set.of("eval/error", "eval/mean-error"), Set.copyOf(server.run("MMP-1").names()));
  }

  @Test
  void eachTaskLogsItsShareAndTheDriverAloneKeepsTheRunAliveAndEndsIt() throws Exception {
    long start = System.nanoTime();
    MapFunction<Row, Double> slow =
        row -> {
          while (current.run("MMP-1").heartbeats() == 0) {
            Thread.sleep(10); // the job is over in less time than a first heartbeat may take
          }
          return MODEL.call(row);
        };
    assertEquals(RunStatus.COMPLETED, evaluate(slow));
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    assertEachPointIsThere();
    assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run("MMP-1").statuses());
    assertEquals(1, server.requests(EmbeddedPluto.RESUME).size());
    assertEquals(1, server.requests(EmbeddedPluto.STATUS).size());
    int heartbeats = server.run("MMP-1").heartbeats(); // each of eight tasks would send one
    assertTrue(heartbeats <= 1 + seconds / 20, heartbeats + " in " + seconds + " s");
  }

  @Test
  void aTaskThatFailsHalfwayIsTriedAgainAndItsPointsReplaceThemselves() throws Exception {
    evaluate(
        row -> {
          TaskContext task = TaskContext.get();
          boolean first = task.partitionId() == 3 && task.attemptNumber() == 0;
          if (first && row.<Long>getAs("row") > 200) {
            throw new IllegalStateException("out of fish");
          }
          return first ? 0 : MODEL.call(row);
        });
    assertEachPointIsThere();
    assertEquals("COMPLETED", server.status("MMP-1"));

    int replaced = 0;
    for (List<Point> sent : sent().values()) {
      assertTrue(sent.size() <= 2, sent::toString);
      if (sent.size() == 2) {
        replaced++;
        assertTrue(sent.get(1).time() >= sent.get(0).time(), sent::toString);
        assertFalse(sent.get(1).value() == sent.get(0).value(), sent::toString);
        assertTrue(server.points("MMP-1", "eval/error").contains(sent.get(1)), sent::toString);
      }
    }
    assertTrue(replaced > 0, "the task has failed before its first point");
  }

  /** All that was sent of eval/error, by step, in the order in which it came. */
  private Map<Long, List<Point>> sent() throws IOException {
    Map<Long, List<Point>> sent = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    for (Request request : server.requests(EmbeddedPluto.METRICS)) {
      for (String line : request.body().lines().toList()) {
        JsonNode read = json.readTree(line);
        JsonNode value = read.get("data").get("eval/error");
        if (value != null) {
          long step = read.get("step").asLong();
          sent.computeIfAbsent(step, s -> new ArrayList<>())
              .add(new Point(step, read.get("time").asLong(), value.asDouble()));
        }
      }
    }
    return sent;
  }

  @Test
  void aTaskWhosePointsAreNotAcceptedIsTriedAgain() throws Exception {
    REFUSING.set(true);
    SECOND_ATTEMPTS.set(0);
    server.script(
        EmbeddedPluto.METRICS,
        (request, rules) -> REFUSING.get() ? new MockResponse().setResponseCode(403) : rules.get());
    evaluate(
        row -> {
          if (TaskContext.get().attemptNumber() == 1) {
            REFUSING.set(false);
            SECOND_ATTEMPTS.incrementAndGet();
          }
          return MODEL.call(row);
        });
    assertTrue(SECOND_ATTEMPTS.get() > 0, "no task was tried again");
    assertEachPointIsThere();
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void aJobThatFailsMakesTheRunFailedWithTheReason() {
    Exception thrown =
        assertThrows(
            Exception.class,
            () ->
                evaluate(
                    row -> {
                      throw new IllegalStateException("out of fish");
                    }));
    assertTrue(thrown.getMessage().contains("out of fish"), thrown::getMessage);
    assertEquals(List.of("COMPLETED", "RUNNING", "FAILED"), server.run("MMP-1").statuses());
    JsonNode reason = server.run("MMP-1").history().get(1).metadata();
    assertEquals(thrown.getClass().getName(), reason.get("type").asText());
    assertTrue(reason.get("message").asText().contains("out of fish"), reason::toString);
  }

  @Test
  void theseTestsRunWithWhatSparkAsksFor() {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    assertEquals(
        List.of(),
        Stream.of(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> option.startsWith("--add-opens"))
            .filter(option -> !given.contains(option))
            .toList());
  }
}
