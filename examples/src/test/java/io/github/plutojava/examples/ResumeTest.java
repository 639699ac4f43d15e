package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the programs as a person does: in a JVM of their own. */
class ResumeTest {
  static final String DEMO_OUTPUT =
      """
      PLUTO_API_KEY is not set: an embedded server plays Pluto.
      Resumed MMP-1
        run ID:  1
        project: my-ml-project
        look at: https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ
        status:  COMPLETED -> RUNNING
      """;

  private final EmbeddedPluto server = EmbeddedPluto.start();

  private record Result(int status, String out, String err) {}

  @AfterEach
  void stop() {
    server.close();
  }

  private static Result run(Map<String, String> environment, Class<?> program, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static Result demo(String... args) throws Exception {
    return run(Map.of(), Resume.class, args);
  }

  private Result service(String key, String... args) throws Exception {
    return run(Map.of("PLUTO_API_KEY", key, "PLUTO_URL_API", server.url()), Resume.class, args);
  }

  @Test
  void resumesMmp1OnAnEmbeddedServerByDefault() throws Exception {
    assertEquals(new Result(0, DEMO_OUTPUT, ""), demo());
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
  void resumesOnTheServiceIfThereIsAKey() throws Exception {
    assertEquals(
        new Result(
            0,
            """
            Resumed MMP-3
              run ID:  3
              project: my-ml-project
              look at: https://pluto.trainy.ai/o/acme/projects/my-ml-project/EfhxL
            """,
            ""),
        service(EmbeddedPluto.VALID_KEY, "--display-id", "MMP-3"));
    assertEquals("RUNNING", server.status(3));
  }

  @Test
  void logsIfAskedWithoutTheKey() throws Exception {
    Result result = service(EmbeddedPluto.VALID_KEY, "--run-id", "1", "--verbose");
    assertEquals(0, result.status());
    assertTrue(result.err().contains("--> POST " + server.url() + "/api/runs/resume"));
    assertTrue(result.err().contains("{\"runId\":1}"), result.err());
    assertTrue(result.err().contains("Authorization: "), result.err());
    assertTrue(!result.err().contains(EmbeddedPluto.VALID_KEY), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --display-id MMP-99  | could not resume the run with display ID 'MMP-99': 404 Run not found. Check the ID, and that the API key is of the run's organization
          --display-id MTE-1   | displayId 'MTE-1' is ambiguous across multiple projects (e.g. monitor_tests, monitor-tests). Specify projectName to disambiguate. Add --project P
          """)
  void saysInOneLineWhatTheServerRefused(String args, String message) throws Exception {
    assertEquals(
        new Result(
            1,
            "PLUTO_API_KEY is not set: an embedded server plays Pluto.\n",
            "resume: " + message + "\n"),
        demo(args.split(" ")));
  }

  @Test
  void saysInOneLineThatTheKeyHasExpired() throws Exception {
    Result result = service(EmbeddedPluto.EXPIRED_KEY, "--run-id", "1");
    assertEquals(
        new Result(
            1,
            "",
            "resume: could not resume the run with ID 1: 401 Unauthorized: API key has expired."
                + " Check the API key; make a new one on the Pluto site if it is no longer valid\n"),
        result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --run-id 1 --project p          | a run ID is unique: leave out --project
          --external-id x                 | an external ID is unique only within a project: add --project P
          --run-id 0                      | runId 0 is out of range: run IDs go from 1 to 9007199254740991
          --display-id 1                  | displayId '1' is not PREFIX-NUMBER in ASCII letters and digits, such as MMP-1: the server does not take it. If Pluto itself shows the run so, resume it by its numeric ID: ResumeTarget.byId(runId)
          --run-id x                      | Invalid value for option '--run-id': 'x' is not a long (see --help)
          --run-id 1 --display-id MMP-1   | Error: --run-id=N, --display-id=ID are mutually exclusive (specify only one) (see --help)
          --nonsense                      | Unknown option: '--nonsense' (see --help)
          MMP-1                           | Unmatched argument at index 0: 'MMP-1' (see --help)
          """)
  void saysInOneLineWhatIsWrongUsage(String args, String message) throws Exception {
    assertEquals(new Result(2, "", "resume: " + message + "\n"), demo(args.split(" ")));
  }

  @Test
  void asksWhichRunOnTheService() throws Exception {
    assertEquals(
        new Result(
            2,
            "",
            "resume: which run? Give --run-id N, --display-id ID, or --external-id ID with --project"
                + " P\n"),
        service(EmbeddedPluto.VALID_KEY));
  }

  @Test
  void saysWhichVariableIsWrong() throws Exception {
    Result result = service("not a key", "--run-id", "1");
    assertEquals(2, result.status());
    assertTrue(
        result.err().startsWith("resume: the environment variable PLUTO_API_KEY cannot be used"),
        result.err());
  }

  @Test
  void showsItsUsage() throws Exception {
    Result help = demo("--help");
    assertEquals(0, help.status());
    for (String option :
        List.of("--run-id", "--display-id", "--external-id", "--project", "--verbose")) {
      assertTrue(help.out().contains(option), help.out());
    }
  }

  @Test
  void theShortestProgramResumesToo() throws Exception {
    assertEquals(
        new Result(
            0,
            "MMP-1 is RUNNING: https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ\n",
            ""),
        run(Map.of(), ResumeByDisplayId.class));
  }
}
