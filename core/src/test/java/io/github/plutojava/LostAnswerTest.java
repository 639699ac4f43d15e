package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.RunServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If points arrive but the answer does not, they are sent again, which changes nothing. */
class LostAnswerTest extends FaultTest {
  /** For the points alone: on a connection that was used before, a break is no failure. */
  private final MockWebServer ingest = new MockWebServer();

  @Override
  protected PlutoClient.Builder builder() {
    return super.builder().ingestUrl(ingest.url("/").toString());
  }

  @BeforeEach
  void startIngest() {
    ingest.setDispatcher(pluto);
  }

  @AfterEach
  void stopIngest() throws IOException {
    ingest.shutdown();
  }

  private void loseNextAnswer(SocketPolicy policy) {
    pluto.answerNext(INGEST, request -> pluto.accept(request).setSocketPolicy(policy));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DISCONNECT_AFTER_REQUEST", "DISCONNECT_DURING_RESPONSE_BODY", "NO_RESPONSE"})
  void sendsTheSameBytesAgainAndThePointsStayTheSame(SocketPolicy policy) throws Exception {
    loseNextAnswer(policy);
    ActiveRun run = open();
    log(run, 100);
    CompletableFuture<Void> flushed = flushing(run);
    Await.until("a request", () -> !bodies().isEmpty());
    Map<String, RunServer.Point> first = pluto.stored();
    if (policy == SocketPolicy.NO_RESPONSE) {
      Await.until("a lookout", () -> clock.hasWait(Duration.ofHours(1), Duration.ofDays(1)));
      clock.turn(Duration.ofSeconds(30));
    }
    flushed.get(10, TimeUnit.SECONDS);
    if (policy != SocketPolicy.NO_RESPONSE) { // Else it comes in halves.
      assertEquals(bodies().get(0), bodies().get(1));
      assertEquals(2, bodies().size());
    }
    assertEquals(first, pluto.stored());
    assertArrived(100);
    assertStats(run, 100, 0, 0, 1);
    PlutoTransportException told = onlyProblem(PlutoTransportException.class, "could not log");
    assertEquals(policy == SocketPolicy.NO_RESPONSE, told.timedOut());
  }

  @Test
  void whatIsLoggedMeanwhileDoesNotChangeWhatIsSentAgain() throws Exception {
    clock.setRandom(0.99);
    loseNextAnswer(SocketPolicy.DISCONNECT_AFTER_REQUEST);
    ActiveRun run = open();
    Instant time = Instant.ofEpochMilli(1764000000000L);
    run.log(1, time, Map.of("loss", 0.5));
    send();
    awaitProblems(1);
    run.log(1, time, Map.of("acc", 0.25));
    flush(run);
    assertEquals(
        List.of(
            "{\"time\":1764000000000,\"step\":1,\"data\":{\"loss\":0.5}}\n",
            "{\"time\":1764000000000,\"step\":1,\"data\":{\"loss\":0.5}}\n",
            "{\"time\":1764000000000,\"step\":1,\"data\":{\"acc\":0.25}}\n"),
        bodies());
    assertStats(run, 2, 0, 0, 1);
  }

  @Test
  void aLaterValueOfTheSameStepStaysTheLaterOne() throws Exception {
    clock.setRandom(0.99);
    loseNextAnswer(SocketPolicy.DISCONNECT_AFTER_REQUEST);
    ActiveRun run = open();
    run.log(1, "loss", 1);
    send();
    awaitProblems(1);
    run.log(1, "loss", 2);
    flush(run);
    assertEquals(2.0, pluto.stored().get("loss@1").value());
  }

  @Test
  void whatIsNeverAnsweredIsSentInHalvesDownToOnePointAndNeverRefused() throws Exception {
    pluto.answerAll(
        INGEST,
        request ->
            request.body().lines().count() > 1
                ? new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE)
                : pluto.accept(request));
    ActiveRun run = open();
    log(run, 4);
    CompletableFuture<Void> flushed = flushing(run);
    for (int requests = 1; requests <= 2; requests++) {
      int count = requests;
      Await.until("request " + count, () -> bodies().size() == count);
      clock.turn(Duration.ofSeconds(30));
      awaitProblems(count);
    }
    Await.until("an acceptance", () -> run.stats().accepted() > 0);
    Await.until( // After each success a body may hold twice as much.
        "the flush",
        () -> {
          clock.turn(Duration.ofSeconds(10));
          return flushed.isDone();
        });
    flushed.get(0, TimeUnit.SECONDS);
    assertArrived(4);
    assertEquals(0, run.stats().refused());
    assertTrue(problems.stream().allMatch(each -> each instanceof PlutoTransportException));
  }
}
