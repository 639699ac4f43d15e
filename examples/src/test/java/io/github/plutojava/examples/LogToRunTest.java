package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.EmbeddedPluto.Point;
import io.github.plutojava.examples.Programs.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the main job, beyond what examples/README.md shows of it. */
class LogToRunTest {
  private final EmbeddedPluto server = EmbeddedPluto.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Result run(Map<String, String> environment, String... args) throws Exception {
    return Programs.run(environment, LogToRun.class.getName(), List.of(args));
  }

  private static Result demo(String... args) throws Exception {
    return run(Map.of(), args);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("PLUTO_API_KEY", EmbeddedPluto.VALID_KEY);
    for (String service : List.of("API", "INGEST", "PY")) {
      variables.put("PLUTO_URL_" + service, server.url());
    }
    return variables;
  }

  private Result live(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("--live"));
    all.addAll(Arrays.asList(args));
    return run(environment(), all.toArray(new String[0]));
  }

  private String announced() {
    return "Live: PlutoClient[" + server.url() + "/]\n";
  }

  private List<Double> values(String displayId, String name) {
    return server.points(displayId, name).stream().map(Point::value).toList();
  }

  @Test
  void logsOnTheServerOfTheEnvironmentIfItIsToBeLive() throws Exception {
    Result result =
        live("--display-id", "MMP-1", "--step=7", "--log", "a=1e-3", "--log=b=NaN", "--finish");
    assertEquals(
        new Result(0, announced() + "Points accepted: 2; the run is COMPLETED\n", ""), result);
    assertEquals(7, server.points("MMP-1", "a").get(0).step());
    assertEquals(List.of(0.001), values("MMP-1", "a"));
    assertEquals(List.of(Double.NaN), values("MMP-1", "b"));
    assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run("MMP-1").statuses());
  }

  @Test
  void talksToNoServiceOnlyBecauseThereIsAKey() throws Exception {
    Result result = run(environment(), "--run-id", "1", "--log", "a=1", "--finish");
    assertTrue(result.out().startsWith("An embedded server plays Pluto.\n"), result.out());
    assertEquals(0, result.status());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void saysWhichSelfHostedServerItTalksToBeforeItDoesAnything() throws Exception {
    // Nothing is sent: the name cannot exist (RFC 6761, section 6.4).
    Result result = run(environment(), "--self-hosted", "pluto.invalid", "--run-id", "1");
    assertEquals(1, result.status());
    assertEquals("Live: PlutoClient[http://pluto.invalid:3001/]\n", result.out());
    assertTrue(result.err().contains("the host pluto.invalid is not known"), result.err());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void failsTheRunWithAReason() throws Exception {
    assertEquals(
        new Result(0, announced() + "Points accepted: 1; the run is FAILED\n", ""),
        live("--run-id", "2", "--log", "loss=Infinity", "--fail", "the loss diverged"));
    assertEquals("FAILED", server.status(2));
    assertEquals(
        "{\"message\":\"the loss diverged\"}",
        String.valueOf(server.run(2).history().get(0).metadata()));
  }

  @Test
  void leavesARunOpenThatItIsNotToEnd() throws Exception {
    Result result =
        live("--external-id", "shared-ext", "--project", "monitor_tests", "--log", "a=1");
    assertEquals(
        new Result(0, announced() + "Points accepted: 1; the run is still open\n", ""), result);
    assertEquals("RUNNING", server.status(7));
    assertEquals(0, server.run(7).points("a").get(0).step());
    assertEquals(Set.of(), server.run(8).metrics());
  }

  @Test
  void endsARunWithoutAPoint() throws Exception {
    assertEquals(
        new Result(0, announced() + "Points accepted: 0; the run is COMPLETED\n", ""),
        live("--run-id", "3", "--finish"));
  }

  @Test
  void saysInOneLineThatThereIsNoSuchRun() throws Exception {
    Result result = live("--display-id", "MMP-99", "--log", "a=1");
    String message =
        "could not resume the run with display ID 'MMP-99': 404 Run not found. Check the ID, and"
            + " that the API key belongs to the run's organization";
    assertEquals(new Result(1, announced(), "log-to-run: " + message + "\n"), result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--finish",
        "--run-id 1 --project p",
        "--external-id x",
        "--run-id 1 --display-id MMP-1",
        "--display-id MMP-1 --external-id x --project p",
      })
  void asksForExactlyOneRun(String args) throws Exception {
    String message = "give --run-id, --display-id or --external-id + --project";
    assertEquals(new Result(2, "", "log-to-run: " + message + "\n"), demo(args.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --run-id 1 --log a    | Value for option option '--log'
          --run-id 1 --log a=b  | Invalid value for option '--log' (NAME=VALUE): 'b' is not a double
          --run-id 1 --step x   | Invalid value for option '--step'
          --run-id 1 --finish x | Unmatched argument at index 3: 'x'
          """)
  void saysWhatIsWrongUsageAndWhatIsRight(String args, String message) throws Exception {
    Result result = demo(args.split(" "));
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith(message), result.err());
    assertTrue(result.err().contains("\nUsage: log-to-run "), result.err());
  }

  @Test
  void refusesWhatPlutoWouldRefuse() throws Exception {
    Result result = demo("--run-id", "1", "--step", "-1", "--log", "a=1");
    assertEquals(2, result.status());
    assertTrue(result.err().startsWith("log-to-run: step -1 is negative"), result.err());
  }

  @Test
  void showsItsUsage() throws Exception {
    Result help = demo("--help");
    assertEquals(0, help.status());
    for (String option :
        List.of(
            "--run-id=<runId>",
            "--display-id=<displayId>",
            "--external-id=<externalId>",
            "--project=<project>",
            "--step=<step>",
            "--log=NAME=VALUE",
            "--finish",
            "--fail=REASON",
            "--live",
            "--self-hosted=HOST")) {
      assertTrue(help.out().contains(option), help.out());
    }
  }
}
