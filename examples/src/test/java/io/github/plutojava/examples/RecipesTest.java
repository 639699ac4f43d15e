package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoTransportException;
import io.github.plutojava.RetryPolicy;
import io.github.plutojava.UndeliveredException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of docs/recipes.md does what the page says. It is run as it stands there. */
class RecipesTest {
  private static final String PAGE = "docs/recipes.md";
  private static final String FROM_ENVIRONMENT = "PlutoClient.fromEnvironment()";

  private final EmbeddedPluto server = EmbeddedPluto.start();
  private final PlutoClient pluto = server.clientBuilder().build();

  @TempDir Path classes;

  @AfterEach
  void stop() {
    pluto.close();
    server.close();
  }

  private static Snippet recipe(String heading, int n) throws IOException {
    return Snippet.of(PAGE, heading, n);
  }

  private Object run(Snippet snippet) throws Exception {
    return snippet.run(classes, server, pluto);
  }

  private static Snippet evaluateAndLog() throws IOException {
    return recipe("Evaluate and log", 1).with(FROM_ENVIRONMENT, "server.clientBuilder().build()");
  }

  @Test
  void evaluatesAndLogs() throws Exception {
    run(evaluateAndLog());
    assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run("MMP-1").statuses());
    assertEquals(3, server.points("MMP-1", "eval/accuracy").size());
  }

  private NumberFormatException failingEvaluation() throws Exception {
    Snippet failing = evaluateAndLog().with("evaluate(step)", "Long.parseLong(\"x\")");
    return assertThrows(NumberFormatException.class, () -> run(failing));
  }

  @Test
  void failsTheRunIfTheEvaluationFails() throws Exception {
    NumberFormatException e = failingEvaluation();
    assertEquals(0, e.getSuppressed().length);
    assertEquals("FAILED", server.status("MMP-1"));
    String reason = String.valueOf(server.run("MMP-1").history().get(1).metadata());
    assertTrue(reason.contains("NumberFormatException"), reason);
  }

  @Test
  void losesNoExceptionIfTheRunCannotBeFailedEither() throws Exception {
    server.answerAll(EmbeddedPluto.STATUS, new MockResponse().setResponseCode(403));
    NumberFormatException e = failingEvaluation();
    assertInstanceOf(PlutoApiException.class, e.getSuppressed()[0]);
    assertEquals("RUNNING", server.status("MMP-1"));
  }

  @Test
  void leavesTheRunCompletedIfAFinishThrewAfterwards() throws Exception {
    String message = "StreamDecodingError (3004 - Processing Error): Failed to parse JSON line";
    server.answerAll(
        EmbeddedPluto.METRICS,
        new MockResponse()
            .setResponseCode(422)
            .setBody("{\"code\":\"PROCESSING_FAILED\",\"message\":\"" + message + "\"}"));
    Snippet refused = evaluateAndLog();
    UndeliveredException e = assertThrows(UndeliveredException.class, () -> run(refused));
    assertEquals(3, e.refused());
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void evaluatesBesideARunningTraining() throws Exception {
    run(recipe("Evaluate beside a running training", 1));
    assertEquals(List.of("RUNNING"), server.run("MMP-2").statuses());
    assertEquals(0, server.run("MMP-2").heartbeats());
    assertEquals(1, server.points("MMP-2", "eval/accuracy").size());
  }

  @Test
  void aGuestWakesARunThatHasEnded() throws Exception {
    run(recipe("Evaluate beside a running training", 1).with("MMP-2", "MMP-1"));
    assertEquals(List.of("COMPLETED", "RUNNING"), server.run("MMP-1").statuses());
  }

  private Snippet tryAgain() throws IOException {
    return recipe("Try again later", 1).with("60_000", "1");
  }

  @Test
  void triesAgainUntilTheServerIsBack() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.answerNext(EmbeddedPluto.RESUME, new MockResponse().setResponseCode(503));
    }
    server.loseNextAnswer(EmbeddedPluto.RESUME);
    try (PlutoClient once = pluto.toBuilder().retryPolicy(RetryPolicy.none()).build()) {
      tryAgain().run(classes, server, once);
    }
    assertEquals(5, server.requests(EmbeddedPluto.RESUME).size());
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void triesNoMoreOnceItsThreadIsInterrupted() throws Exception {
    Snippet loop = new Snippet("Thread.currentThread().interrupt();\n" + tryAgain().text());
    PlutoTransportException e = assertThrows(PlutoTransportException.class, () -> run(loop));
    assertTrue(Thread.interrupted());
    assertTrue(e.interrupted());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void logsFromAScreen() throws Exception {
    String day =
        """
        void block() throws Exception {
          EvaluationScreen screen = new EvaluationScreen(pluto, Runnable::run);
          screen.opening.join();
          while (screen.run == null) {
            Thread.sleep(1);
          }
          screen.onScore(1, 0.5);
          screen.onStop();
          screen.onScore(2, 0.6);
          screen.onDone();
          result = screen.run.finishAsync(Duration.ofMinutes(1)).join();
          screen.onDestroy();
        }
        """;
    assertEquals("COMPLETED", String.valueOf(run(recipe("Android", 1).then(day))));
    assertEquals(2, server.points("MMP-1", "eval/score").size());
  }

  @Test
  void showsOnTheScreenThatThereIsNoSuchRun() throws Exception {
    Snippet screen =
        recipe("Android", 1)
            .with("MMP-1", "MMP-99")
            .with("// set a TextView", "result = message;")
            .then(
                """
                void block() throws Exception {
                  new EvaluationScreen(pluto, Runnable::run);
                  while (result == null) {
                    Thread.sleep(1);
                  }
                }
                """);
    String shown = String.valueOf(run(screen));
    assertTrue(shown.startsWith("could not resume the run with display ID 'MMP-99': 404"), shown);
  }

  /** Runs a block of whole classes by a class Driver. */
  private String drive(Snippet snippet, String driver) throws Exception {
    Snippet whole =
        snippet
            .with(FROM_ENVIRONMENT, "Driver.server.clientBuilder().build()")
            .then("class Driver {\nstatic EmbeddedPluto server;\n" + driver + "}\n");
    Class<?> type = whole.load(classes, "Driver");
    var field = type.getDeclaredField("server");
    field.setAccessible(true);
    field.set(null, server);
    Method method = type.getDeclaredMethod("drive");
    method.setAccessible(true);
    return (String) method.invoke(null);
  }

  @Test
  void isASpringBeanThatSpringCloses() throws Exception {
    String result =
        drive(
            recipe("A Spring bean", 1),
            """
            static String drive() {
              var context =
                  new org.springframework.context.annotation.AnnotationConfigApplicationContext(
                      PlutoConfiguration.class, EvaluationService.class);
              PlutoClient pluto = context.getBean(PlutoClient.class);
              RunStatus status = context.getBean(EvaluationService.class).evaluate("MMP-1");
              context.close();
              try {
                pluto.runs().resume(ResumeTarget.byId(1));
              } catch (IllegalStateException e) {
                return status + ", " + e.getMessage();
              }
              return "not closed";
            }
            """);
    assertEquals("COMPLETED, this PlutoClient is closed: make a new one", result);
  }

  @Test
  void isClosedWithTheWebApplication() throws Exception {
    Snippet opened = recipe("Servlet containers", 2);
    String result =
        drive(
            recipe("Servlet containers", 1),
            """
            static String drive() {
              Map<Object, Object> attributes = new HashMap<>();
              var context =
                  (jakarta.servlet.ServletContext)
                      java.lang.reflect.Proxy.newProxyInstance(
                          Driver.class.getClassLoader(),
                          new Class<?>[] {jakarta.servlet.ServletContext.class},
                          (proxy, method, arguments) ->
                              attributes.put(arguments[0], arguments[1]));
              var event = new ServletContextEvent(context);
              PlutoListener listener = new PlutoListener();
              listener.contextInitialized(event);
              PlutoClient pluto = (PlutoClient) attributes.get("pluto");
            """
                + opened.text()
                + """
              open.log(1, "a", 1);
              listener.contextDestroyed(event);
              return inAContainer.flushAtExit() + ", waiting: " + open.stats().waiting();
            }
            """);
    assertEquals("false, waiting: 0", result);
    assertEquals(1, server.points("MMP-1", "a").size());
  }

  private Snippet behindProxy() throws IOException {
    return recipe("Behind a proxy", 1)
        .with("\"proxy.example\", 8080", "\"127.0.0.1\", " + URI.create(server.url()).getPort())
        .with("PlutoClient.builder().fromEnvironment()", "server.clientBuilder()")
        .then(
            """
            try (behindProxy) {
              behindProxy.runs().resume(ResumeTarget.byId(1));
            }
            """);
  }

  private static MockResponse wantsPassword() {
    return new MockResponse()
        .setResponseCode(407)
        .setHeader("Proxy-Authenticate", "Basic realm=\"proxy\"");
  }

  @Test
  void tellsTheProxyItsPassword() throws Exception {
    server.answerNext(EmbeddedPluto.RESUME, wantsPassword());
    run(behindProxy());
    List<EmbeddedPluto.Request> requests = server.requests(EmbeddedPluto.RESUME);
    assertNull(requests.get(0).headers().get("Proxy-Authorization"));
    assertEquals(
        Credentials.basic("user", "password"),
        requests.get(1).headers().get("Proxy-Authorization"));
    assertEquals("RUNNING", server.status("MMP-1"));
  }

  @Test
  void tellsTheProxyAPasswordThatItDoesNotTakeOnlyOnce() throws Exception {
    server.answerAll(EmbeddedPluto.RESUME, wantsPassword());
    Snippet refused = behindProxy();
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> run(refused));
    assertEquals(407, e.status());
    assertEquals(2, server.requestCount());
  }

  @Test
  void talksToASelfHostedPluto() throws Exception {
    Object client =
        run(
            recipe("Self-hosted Pluto", 1)
                .with(".fromEnvironment()", ".apiKey(EmbeddedPluto.VALID_KEY)")
                .then("result = selfHosted.toString();\nselfHosted.close();\n"));
    assertEquals("PlutoClient[http://pluto.example:3001/]", client);
  }

  @Test
  void talksToASelfHostedPlutoAtThreeAddresses() throws Exception {
    run(
        recipe("Self-hosted Pluto", 2)
            .with(".fromEnvironment()", ".apiKey(EmbeddedPluto.VALID_KEY)")
            .with("https://pluto.example", server.url())
            .with("https://pluto-ingest.example", server.url())
            .with("https://pluto-py.example", server.url())
            .then(
                """
                try (selfHosted;
                    ActiveRun open = selfHosted.resume(ResumeTarget.byId(1))) {
                  open.log(1, "a", 1);
                  open.finish();
                }
                """));
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Test with a server in the process", "Test without a server"})
  void showsTestsThatPass(String heading) throws Exception {
    Snippet snippet = recipe(heading, 1);
    String name = heading.contains("without") ? "ScoresTest" : "EvaluationTest";
    Class<?> type = snippet.load(classes, name);
    List<Method> tests =
        Stream.of(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .toList();
    assertEquals(heading.contains("without") ? 1 : 2, tests.size());
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    for (Method test : tests) {
      test.setAccessible(true);
      test.invoke(constructor.newInstance());
    }
  }

  @Test
  void showsATestThatCanFail() throws Exception {
    Snippet wrong = recipe("Test without a server", 1).with("evaluate(3, 4,", "evaluate(1, 4,");
    Class<?> type = wrong.load(classes, "ScoresTest");
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method test = type.getDeclaredMethod("logsTheAccuracy");
    test.setAccessible(true);
    Object instance = constructor.newInstance();
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> test.invoke(instance));
    assertInstanceOf(AssertionError.class, e.getCause());
  }

  @Test
  void listsEachRecipeAtTheTop() throws IOException {
    String page = Files.readString(Examples.TOP.resolve(PAGE));
    List<String> sections = page.lines().filter(line -> line.startsWith("## ")).toList();
    for (String section : sections) {
      String anchor = section.substring(3).toLowerCase(Locale.ROOT);
      anchor = anchor.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      assertTrue(page.contains("](#" + anchor + ")"), section);
    }
  }
}
