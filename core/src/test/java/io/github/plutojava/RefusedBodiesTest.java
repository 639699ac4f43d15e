package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.RunServer.Received;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A 400 or 413 may mean the points, their number, or whatever is sent: an empty body tells. */
class RefusedBodiesTest extends FaultTest {
  private void refuse(int status, Predicate<Received> isRefused) {
    pluto.answerAll(
        INGEST,
        request ->
            isRefused.test(request) ? Answers.error(status, "not so") : pluto.accept(request));
  }

  private static boolean isEmpty(String body) {
    return body.isEmpty();
  }

  private long pointsSent() {
    return bodies().stream().filter(body -> !isEmpty(body)).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void ifAnEmptyBodyIsRefusedTooAllIsKept(int status) throws Exception {
    refuse(status, request -> true);
    ActiveRun run = open();
    log(run, 1000);
    UndeliveredException e = failingFlush(run);
    assertEquals(1000, e.undelivered());
    assertEquals(0, e.refused());
    assertEquals(status, ((PlutoApiException) e.getCause()).status());
    onlyProblem(PlutoApiException.class, status + " not so");
    assertEquals(2, bodies().size());
    assertTrue(isEmpty(bodies().get(1)));
    assertStats(run, 0, 0, 1000, 1);
    for (int i = 0; i < 20; i++) {
      clock.turn(Duration.ofSeconds(30));
      awaitProblems(i + 2);
    }
    assertStats(run, 0, 0, 1000, 21);
    pluto.answerAsPluto(INGEST);
    clock.turn(Duration.ofSeconds(30));
    flush(run);
    assertArrived(1000);
    assertStats(run, 1000, 0, 0, 21);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void ifAnEmptyBodyIsTakenOnlyThePointIsRefused(int status) {
    refuse(status, request -> request.body().contains("\"step\":600,"));
    ActiveRun run = open();
    log(run, 1000);
    assertEquals(1, failingFlush(run).refused());
    assertArrived(1000, 600);
    assertTrue(bodies().contains(""));
    assertStats(run, 999, 1, 0, run.stats().failedRequests());
    onlyProblem(UndeliveredException.class, "'loss' = 600.0 at step 600");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413})
  void afterTenSingleRefusalsInARowTheRestIsKept(int status) throws Exception {
    refuse(status, request -> !request.body().isEmpty());
    ActiveRun run = open();
    log(run, 1000);
    UndeliveredException e = failingFlush(run);
    assertEquals(10, e.refused());
    assertEquals(1000, e.undelivered());
    assertStats(run, 0, 10, 990, run.stats().failedRequests());
    Await.until("11 problems", () -> problems.size() == 11);
    problem(10, PlutoApiException.class, status + " not so");
    long before = pointsSent();
    clock.turn(Duration.ofSeconds(30));
    awaitProblems(12);
    assertEquals(before + 1, pointsSent(), "one try each half minute");
    pluto.answerAsPluto(INGEST);
    clock.turn(Duration.ofSeconds(30));
    assertEquals(10, failingFlush(run).undelivered());
    assertStats(run, 990, 10, 0, run.stats().failedRequests());
  }

  @Test
  void aProbeThatFailsInPassingIsNoRefusal() throws Exception {
    pluto.answerNext(
        INGEST,
        Answers.error(400, "not so"),
        Answers.error(503, "not now"),
        Answers.error(400, "not so"),
        new MockResponse().setBody("<html>Log in</html>"));
    ActiveRun run = open();
    log(run, 100);
    flush(run);
    assertArrived(100);
    List<String> bodies = bodies();
    assertEquals(5, bodies.size());
    assertEquals(List.of(bodies.get(0), "", bodies.get(0), "", bodies.get(0)), bodies);
    assertStats(run, 100, 0, 0, 2);
  }

  @Test
  void aProbeTellsWhatHasToBeMended() {
    pluto.answerNext(
        INGEST, Answers.error(400, "not so"), Answers.error(403, "the proxy wants a login"));
    ActiveRun run = open();
    log(run, 100);
    assertEquals(100, failingFlush(run).undelivered());
    onlyProblem(PlutoApiException.class, "403 the proxy wants a login");
  }

  private void assertNoBodyIsLargerThanHalfOfARefusedOne(List<Integer> refused) {
    int most = Integer.MAX_VALUE;
    for (String body : bodies()) {
      assertTrue(body.length() <= most, body.length() + " bytes, not " + most);
      if (refused.contains(body.length())) {
        most = body.length() / 2;
      }
    }
  }

  @Test
  void whatIsTooLargeArrivesInSmallerBodies() throws Exception {
    refuse(413, request -> request.body().length() > 10_000);
    ActiveRun run = open();
    log(run, 3000);
    flush(run);
    assertArrived(3000);
    List<Integer> refused =
        bodies().stream().map(String::length).filter(length -> length > 10_000).toList();
    assertStats(run, 3000, 0, 0, refused.size());
    assertEquals(List.of(), problems);
    assertTrue(refused.size() < 10, "the size that it takes is remembered: " + refused);
    assertNoBodyIsLargerThanHalfOfARefusedOne(refused);
  }

  @Test
  void aPointThatIsTooLargeMakesNoOtherBodySmaller() {
    refuse(413, request -> request.body().contains("\"huge\""));
    ActiveRun run = open();
    log(run, 1000);
    run.log(1000, "huge", 1);
    assertEquals(1, failingFlush(run).refused());
    int before = bodies().size();
    log(run, 1000);
    assertEquals(1, failingFlush(run).undelivered());
    assertEquals(before + 1, bodies().size(), "one body for all");
  }
}
