package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.HEARTBEAT;
import static io.github.plutojava.testing.RunServer.INGEST;
import static io.github.plutojava.testing.RunServer.NAMES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.IngestAnswers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;

/** The key of an open run: where it comes from, goes to, and never shows. */
class RunKeyTest extends FaultTest {
  private volatile Supplier<String> keys = () -> KEY;

  @Override
  protected PlutoClient.Builder builder() {
    return super.builder().apiKey(() -> keys.get());
  }

  private void takeOnly(String key) {
    pluto.answerAll(
        INGEST,
        request ->
            ("Bearer " + key).equals(request.request().getHeader("Authorization"))
                ? pluto.accept(request)
                : IngestAnswers.refused(
                    "InvalidToken (1002 - Authentication Error): API key has been revoked"));
  }

  @Test
  void aKeyThatIsReplacedInTheMiddleLosesNothing() throws Exception {
    takeOnly(KEY);
    ActiveRun run = open();
    log(run, 2);
    flush(run);
    takeOnly("mlps_theNextKey");
    run.log(2, "loss", 2);
    send();
    onlyProblem(BadRequestException.class, "API key has been revoked");
    keys = () -> "mlps_theNextKey";
    run.log(3, "loss", 3);
    flush(run);
    assertArrived(4);
    assertStats(run, 4, 0, 0, 1);
  }

  @Test
  void withoutAFlushTheNextKeyIsTriedAfterHalfAMinute() throws Exception {
    takeOnly("mlps_theNextKey");
    ActiveRun run = open();
    log(run, 2);
    send();
    awaitProblems(1);
    keys = () -> "mlps_theNextKey";
    clock.turn(Duration.ofSeconds(30));
    flush(run);
    assertArrived(2);
    assertEquals(2, bodies().size());
  }

  @Test
  void aSupplierThatThrowsKeepsThePoints() throws Exception {
    ActiveRun run = open();
    IllegalStateException broken = new IllegalStateException("the vault is sealed");
    keys =
        () -> {
          throw broken;
        };
    log(run, 2);
    UndeliveredException e = failingFlush(run);
    assertEquals(2, e.undelivered());
    assertEquals(0, e.refused());
    assertSame(broken, e.getCause().getCause());
    UndeliveredException told = onlyProblem(UndeliveredException.class, "nothing can be sent");
    assertSame(broken, told.getCause().getCause());
    assertEquals(List.of(), bodies());
    assertTrue(clock.hasWait(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    clock.turn(Duration.ofSeconds(30));
    awaitProblems(2);
    keys = () -> KEY;
    clock.turn(Duration.ofSeconds(30));
    flush(run);
    assertArrived(2);
  }

  @Test
  void aSupplierThatFailsBadlyKeepsThePointsToo() throws Exception {
    ActiveRun run = open();
    for (Supplier<String> bad :
        List.<Supplier<String>>of(
            () -> "mlps with space",
            () -> "",
            () -> {
              throw new StackOverflowError();
            })) {
      problems.clear();
      keys = bad;
      run.log(0, "loss", 0);
      send();
      awaitProblems(1);
      assertFalse(all(problems.get(0)).contains("mlps with space"));
      keys = () -> KEY;
      flush(run);
    }
    assertArrived(1);
    assertEquals(0, run.stats().refused() + run.stats().waiting());
  }

  @Test
  void goesToTheThreeServicesAsWhatTheyTake() throws Exception {
    try (MockWebServer ingest = new MockWebServer();
        MockWebServer py = new MockWebServer()) {
      ingest.setDispatcher(pluto);
      py.setDispatcher(pluto);
      PlutoClient.Builder builder =
          builder().ingestUrl(ingest.url("/").toString()).heartbeatUrl(py.url("/").toString());
      ActiveRun run = open(builder, options().heartbeatInterval(Duration.ofSeconds(20)).build());
      log(run, 1);
      flush(run);
      assertRequest(takeRequest(), "/api/runs/resume", "application/json");
      assertRequest(takeRequest(), NAMES, "application/json");
      assertRequest(ingest.takeRequest(5, TimeUnit.SECONDS), INGEST, "application/x-ndjson");
      RecordedRequest beat = py.takeRequest(5, TimeUnit.SECONDS);
      assertRequest(beat, HEARTBEAT, "application/json");
      assertEquals("{\"runId\":1}", beat.getBody().readUtf8());
    }
  }

  private static void assertRequest(RecordedRequest request, String path, String contentType) {
    assertNotNull(request);
    assertEquals(path, request.getPath());
    assertEquals("POST", request.getMethod());
    assertEquals("Bearer " + KEY, request.getHeader("Authorization"));
    assertTrue(request.getHeader("Content-Type").startsWith(contentType), contentType);
  }

  @Test
  void isNotSentWhereARedirectLeads() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      for (String path : List.of(INGEST, NAMES, HEARTBEAT)) {
        pluto.answerAll(
            path,
            request -> Answers.error(308, "").setHeader("Location", other.url(path).toString()));
      }
      ActiveRun run = open(builder(), options().heartbeatInterval(Duration.ofSeconds(20)).build());
      log(run, 1);
      assertEquals(1, failingFlush(run).undelivered());
      awaitProblems(3);
      assertEquals(0, other.getRequestCount());
    }
  }

  private static String all(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void isInNoMessageThoughTheServerRepeatsIt() {
    for (MockResponse answer :
        List.of(
            IngestAnswers.refused("New (9999 - X): the key " + KEY + " is odd"),
            IngestAnswers.refused(IngestAnswers.badLine(KEY)),
            Answers.error(403, "Bearer " + KEY),
            Answers.error(302, "").setHeader("Location", "/" + KEY),
            new MockResponse().setResponseCode(404).setBody(KEY),
            new MockResponse().setBody("<html><title>" + KEY + "</title>"))) {
      pluto.answerAll(INGEST, request -> answer.clone());
      pluto.answerAll(NAMES, request -> answer.clone());
      clock.setRandom(0.5);
      ActiveRun run = open();
      log(run, 1);
      send();
      awaitProblems(2);
      UndeliveredException e =
          assertThrows(UndeliveredException.class, () -> run.flush(Duration.ZERO));
      String said = all(e) + Arrays.toString(problems.stream().map(RunKeyTest::all).toArray());
      assertFalse(said.contains(KEY), said);
      problems.clear();
    }
  }
}
