package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static io.github.plutojava.testing.RunServer.NAMES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.RunServer.Received;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are registered once, and what fails there never holds up points. */
class RunNamesTest extends FaultTest {
  private ActiveRun opened() {
    return closeLater(client().resume(MMP_1, options().build()));
  }

  private List<String> requests() {
    return pluto.received(NAMES).stream().map(Received::body).collect(Collectors.toList());
  }

  private static String request(String names) {
    return "{\"runId\":1,\"logName\":[" + names + "],\"logType\":\"METRIC\"}";
  }

  @Test
  void eachIsRegisteredOnceAndAllNewOnesTogether() throws Exception {
    ActiveRun run = opened();
    run.log(1, "a", 1);
    run.log(1, "b/\"ü\"", 1);
    flush(run);
    run.log(2, "a", 1);
    flush(run);
    run.log(3, "c", 1);
    run.log(3, "a", 1);
    flush(run);
    flush(run);
    assertEquals(List.of(request("\"a\",\"b/\\\"ü\\\"\""), request("\"c\"")), requests());
  }

  /** Looks at the run come each 30 s, pauses are shorter. */
  private boolean hasPause(Duration from, Duration to) {
    return clock.hasWait(from, to, Duration.ofSeconds(30));
  }

  @Test
  void aFailureIsToldAndTriedAgainButIsNoStormAndFailsNoFlush() throws Exception {
    clock.setRandom(0.5);
    pluto.answerAll(NAMES, request -> Answers.error(500, "Internal Server Error"));
    ActiveRun run = opened();
    log(run, 3);
    flush(run);
    assertArrived(3);
    problem(0, ServerErrorException.class, "could not register a metric's name");
    for (int seconds = 0; seconds < 600; seconds += 5) {
      int told = problems.size();
      Await.until("a pause", () -> hasPause(Duration.ofMillis(1), Duration.ofSeconds(30)));
      boolean isDue = hasPause(Duration.ZERO, Duration.ofSeconds(5));
      clock.turn(Duration.ofSeconds(5));
      awaitProblems(told + (isDue ? 1 : 0));
    }
    assertTrue(requests().size() > 30, "it is not given up: " + requests().size());
    assertTrue(requests().size() < 60, "no storm: " + requests().size());
    run.log(4, "loss", 4);
    flush(run);
    pluto.answerAsPluto(NAMES);
    clock.turn(Duration.ofSeconds(30));
    Await.until("the registration", () -> pluto.names().equals(List.of("loss")));
    assertEquals(List.of(request("\"loss\"")), requests().stream().distinct().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 405, 415, 422})
  void aRefusalIsToldAndTriedEachHalfMinute(int status) throws Exception {
    pluto.answerAll(NAMES, request -> Answers.error(status, "no"));
    ActiveRun run = opened();
    log(run, 3);
    flush(run);
    assertStats(run, 3, 0, 0, 0);
    onlyProblem(PlutoApiException.class, status + " no");
    Await.until("a pause", () -> clock.hasWait(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    assertEquals(1, requests().size());
    pluto.answerAsPluto(NAMES);
    clock.turn(Duration.ofSeconds(30));
    Await.until("the registration", () -> pluto.names().equals(List.of("loss")));
  }

  @Test
  void aLoginPageIsNoRegistration() throws Exception {
    pluto.answerNext(NAMES, new MockResponse().setBody("<html>Log in</html>"));
    ActiveRun run = opened();
    log(run, 1);
    flush(run);
    Await.until("the registration", () -> pluto.names().equals(List.of("loss")));
    onlyProblem(PlutoResponseException.class, "check the base URL");
  }

  @Test
  void silenceHoldsUpNoPointsAndAFlushOnlyForTenSeconds() throws Exception {
    pluto.answerNext(NAMES, new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    ActiveRun run = opened();
    log(run, 3);
    CompletableFuture<Void> flushed = flushing(run);
    Await.until("the points", () -> run.stats().accepted() == 3);
    Await.until("the names", () -> requests().size() == 1);
    run.log(3, "loss", 3);
    send();
    flushed.get(10, TimeUnit.SECONDS);
    Await.until("more points", () -> run.stats().accepted() == 4);
    onlyProblem(PlutoTransportException.class, "no answer within 10 s");
  }

  private void logNames(ActiveRun run, int count, String suffix) {
    run.log(
        1, IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> i + suffix, i -> i)));
  }

  @Test
  void aRequestHasAtMostTenThousand() throws Exception {
    ActiveRun run = opened();
    logNames(run, 10_001, "");
    flush(run);
    assertEquals(2, requests().size());
    assertEquals(10_001, pluto.names().stream().distinct().count());
    assertEquals(10_001, pluto.names().size());
  }

  @Test
  void aRequestHasAtMostAMebibyte() throws Exception {
    ActiveRun run = opened();
    logNames(run, 2_000, "n".repeat(990));
    flush(run);
    assertEquals(2, requests().size());
    assertTrue(requests().stream().allMatch(body -> body.length() <= 1 << 20));
    assertEquals(2_000, pluto.names().size());
  }

  @Test
  void whatIsTooLargeForAProxyGoesInHalves() throws Exception {
    pluto.answerAll(
        NAMES,
        request ->
            request.body().length() > 1_000
                ? Answers.error(413, "too large")
                : pluto.accept(request));
    ActiveRun run = opened();
    logNames(run, 500, "-name");
    flush(run);
    Await.until("all names", () -> pluto.names().size() == 500);
    assertEquals(500, pluto.names().stream().distinct().count());
    assertEquals(1, pluto.received(INGEST).size());
  }
}
