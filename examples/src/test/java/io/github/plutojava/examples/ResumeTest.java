package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.Programs.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, beyond what examples/README.md shows of it. */
class ResumeTest {
  private final EmbeddedPluto server = EmbeddedPluto.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static Result demo(String... args) throws Exception {
    return run(Map.of(), args);
  }

  /** Runs it with the environment set; only {@code --live} is to look at it. */
  private Result service(String key, String... args) throws Exception {
    return run(Map.of("PLUTO_API_KEY", key, "PLUTO_URL_API", server.url()), args);
  }

  private String live() {
    return "Live: PlutoClient[" + server.url() + "/]\n";
  }

  private static Result run(Map<String, String> environment, String... args) throws Exception {
    return Programs.run(environment, Resume.class.getName(), List.of(args));
  }

  @Test
  void resumesByEachIdentifier() throws Exception {
    assertEquals("Resumed MMP-3", demo("--run-id", "3").out().lines().toList().get(1));
    assertEquals("Resumed a run", demo("--run-id=6").out().lines().toList().get(1));
    assertTrue(
        demo("--display-id", "mte-1", "--project", "monitor-tests")
            .out()
            .contains("run ID:  8\n  project: monitor-tests\n"));
    assertTrue(
        demo("--external-id", "shared-ext", "--project", "monitor_tests")
            .out()
            .contains("run ID:  7\n"));
  }

  @Test
  void resumesOnTheServiceIfItIsToBeLive() throws Exception {
    assertEquals(
        new Result(
            0,
            live()
                + """
            Resumed MMP-3
              run ID:  3
              project: my-ml-project
              look at: https://pluto.trainy.ai/o/acme/projects/my-ml-project/EfhxL
            """,
            ""),
        service(EmbeddedPluto.VALID_KEY, "--live", "--display-id", "MMP-3"));
    assertEquals("RUNNING", server.status(3));
  }

  @Test
  void talksToNoServiceOnlyBecauseThereIsAKey() throws Exception {
    Result result = service(EmbeddedPluto.VALID_KEY, "--display-id", "MMP-3");
    assertTrue(result.out().startsWith("An embedded server plays Pluto.\n"), result.out());
    assertEquals(0, result.status());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void saysWhichSelfHostedServerItTalksToBeforeItDoesAnything() throws Exception {
    Map<String, String> key = Map.of("PLUTO_API_KEY", EmbeddedPluto.VALID_KEY);
    // Nothing is sent: the name cannot exist (RFC 6761, section 6.4).
    Result result = run(key, "--self-hosted", "pluto.invalid", "--run-id", "1");
    assertEquals(1, result.status());
    assertEquals("Live: PlutoClient[http://pluto.invalid:3001/]\n", result.out());
    assertTrue(result.err().contains("the host pluto.invalid is not known"), result.err());
  }

  @Test
  void refusesAnAddressWhereAHostIsWanted() throws Exception {
    Result result = demo("--self-hosted", "http://pluto.example:3001", "--run-id", "1");
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("resume: host 'http://pluto.example:3001' is not a host"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --display-id MMP-99  | could not resume the run with display ID 'MMP-99': 404 Run not found. Check the ID, and that the API key belongs to the run's organization
          --display-id MTE-1   | could not resume the run with display ID 'MTE-1': 409 displayId 'MTE-1' is ambiguous across multiple projects (e.g. monitor_tests, monitor-tests). Specify projectName to disambiguate. Name the project with inProject on the target (here: --project)
          """)
  void saysInOneLineWhatTheServerRefused(String args, String message) throws Exception {
    assertEquals(
        new Result(1, "An embedded server plays Pluto.\n", "resume: " + message + "\n"),
        demo(args.split(" ")));
  }

  @Test
  void saysInOneLineThatTheKeyHasExpired() throws Exception {
    Result result = service(EmbeddedPluto.EXPIRED_KEY, "--live", "--run-id", "1");
    assertEquals(
        new Result(
            1,
            live(),
            "resume: could not resume the run with ID 1: 401 Unauthorized: API key has expired."
                + " Check the API key; make a new one on the Pluto site if it is no longer valid\n"),
        result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--project p",
        "--run-id 1 --project p",
        "--external-id x",
        "--run-id 1 --display-id MMP-1",
        "--run-id 1 --external-id x --project p",
        "--display-id MMP-1 --external-id x --project p",
      })
  void asksForExactlyOneRun(String args) throws Exception {
    String message = "give --run-id, --display-id or --external-id + --project";
    assertEquals(
        new Result(2, "", "resume: " + message + "\n"),
        demo(args.isEmpty() ? new String[0] : args.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --run-id 0      | runId 0 is out of range: run IDs go from 1 to 9007199254740991
          --display-id 1  | displayId '1' is a number without a prefix. Is it a run ID? Then use ResumeTarget.byId(1)
          """)
  void saysInOneLineWhichIdIsNone(String args, String message) throws Exception {
    assertEquals(new Result(2, "", "resume: " + message + "\n"), demo(args.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --run-id x  | Invalid value for option '--run-id': 'x' is not a long
          --nonsense  | Unknown option: '--nonsense'
          MMP-1       | Unmatched argument at index 0: 'MMP-1'
          """)
  void saysWhatIsWrongUsageAndWhatIsRight(String args, String message) throws Exception {
    Result result = demo(args.split(" "));
    assertEquals(2, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith(message + "\nUsage: resume "), result.err());
  }

  @Test
  void saysWhichVariableIsWrong() throws Exception {
    Result result = service("not a key", "--live", "--run-id", "1");
    assertEquals(1, result.status());
    assertTrue(
        result.err().startsWith("resume: the environment variable PLUTO_API_KEY cannot be used"),
        result.err());
  }

  @Test
  void showsItsUsage() throws Exception {
    Result help = demo("--help");
    assertEquals(0, help.status());
    for (String option :
        List.of(
            "--run-id", "--display-id", "--external-id", "--project", "--live", "--self-hosted")) {
      assertTrue(help.out().contains(option), help.out());
    }
  }
}
