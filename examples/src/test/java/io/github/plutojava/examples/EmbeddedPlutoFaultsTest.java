package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;

final class EmbeddedPlutoFaultsTest extends EmbeddedPlutoRequests {
  // Scripted answers.

  @Test
  void answersAsToldBeforeItGoesByTheRulesAgain() {
    server.answerNext(new MockResponse().setResponseCode(503).setBody("one"));
    server.answerNext(new MockResponse().setResponseCode(429).setBody("two"));

    assertReply(503, "one", resume("{\"runId\":1}"));
    assertReply(429, "two", resume("{\"runId\":1}"));
    assertEquals("COMPLETED", server.status(1));
    assertEquals(200, resume("{\"runId\":1}").status());
    assertEquals(3, server.requestCount());
  }

  @Test
  void closesAtOnceWhileARequestGetsNoAnswer() throws Exception {
    server.answerNext(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Reply> reply = thread.submit(() -> resume("{\"runId\":1}"));
      while (server.requestCount() == 0 && !reply.isDone()) {
        Thread.onSpinWait();
      }
      server.close();

      ExecutionException e =
          assertThrows(ExecutionException.class, () -> reply.get(10, TimeUnit.SECONDS));
      assertInstanceOf(UncheckedIOException.class, e.getCause());
    } finally {
      thread.shutdownNow();
    }
  }

  private static final String LINE = "{\"time\":1,\"step\":1,\"data\":{\"a\":1}}";

  @Test
  void failsOnlyThePathThatIsNamed() {
    server.answerNext(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(503));

    assertEquals(200, beat(2).status());
    assertEquals(503, log(LINE).status());
    assertEquals(List.of(), server.points("MMP-1", "a"));
    assertEquals(200, log(LINE).status());
    assertEquals(1, server.points("MMP-1", "a").size());
  }

  @Test
  void failsUntilItIsToldToGoByTheRulesAgain() {
    server.answerAll(EmbeddedPluto.DETAILS, new MockResponse().setResponseCode(502).setBody("x"));

    assertReply(502, "x", get(EmbeddedPluto.DETAILS + 1));
    assertReply(502, "x", get(EmbeddedPluto.DETAILS + 2));
    assertEquals(200, get(EmbeddedPluto.HISTORY + "?runId=1").status());
    server.clearAnswers();
    assertEquals(200, get(EmbeddedPluto.DETAILS + 1).status());
  }

  @Test
  void whatIsSaidForOneRequestComesBeforeWhatIsSaidForAll() {
    server.answerAll(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(500));
    server.answerNext(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(429));
    server.answerNext(new MockResponse().setResponseCode(408));
    server.answerAll(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(501));

    assertEquals(
        List.of(429, 408, 501, 501),
        List.of(log(LINE).status(), log(LINE).status(), log(LINE).status(), log(LINE).status()));
  }

  @Test
  void clearingForgetsWhatWasNotUsedUp() {
    server.answerNext(new MockResponse().setResponseCode(500));
    server.loseNextAnswer(EmbeddedPluto.RESUME);
    server.clearAnswers();

    assertEquals(200, resume("{\"runId\":1}").status());
  }

  @Test
  void losesAnAnswerAfterTheRequestTookEffect() {
    server.loseNextAnswer(EmbeddedPluto.METRICS);

    assertThrows(UncheckedIOException.class, () -> log(LINE));
    assertEquals(1, server.points("MMP-1", "a").size());
    assertEquals(200, log(LINE).status());
    assertEquals(2, server.requestCount());
  }

  @Test
  void dropsAConnectionBeforeTheRequestTakesEffect() {
    server.answerNext(
        EmbeddedPluto.METRICS,
        new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));

    assertThrows(UncheckedIOException.class, () -> log(LINE));
    assertEquals(List.of(), server.points("MMP-1", "a"));
  }

  @Test
  void delaysAnAnswerButNotWhatIsDone() throws Exception {
    server.delayAnswers(EmbeddedPluto.METRICS, Duration.ofMinutes(10));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Reply> reply = thread.submit(() -> log(LINE));
      await(() -> !server.points("MMP-1", "a").isEmpty());
      assertEquals(200, beat(2).status());
      assertFalse(reply.isDone());

      server.close(); // need not wait for it
      assertThrows(ExecutionException.class, () -> reply.get(10, TimeUnit.SECONDS));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aShortDelayEndsWithTheAnswer() {
    server.delayAnswers(EmbeddedPluto.METRICS, Duration.ofMillis(100));
    long start = System.nanoTime();

    assertEquals(200, log(LINE).status());
    assertTrue(System.nanoTime() - start >= 100_000_000);
  }

  @Test
  void aScriptDecidesByTheRequestAndMayGoByTheRules() {
    server.script(
        EmbeddedPluto.METRICS,
        (request, rules) ->
            request.body().contains("bad")
                ? new MockResponse().setResponseCode(413)
                : rules.get().setHeader("X-By", "the rules"));

    assertEquals(413, log("bad").status());
    assertEquals("the rules", log(LINE).headers().get("X-By"));
    assertEquals(1, server.points("MMP-1", "a").size());
  }

  @Test
  void soFailsAtRandomFromAllThreadsAndLosesNothingThatWasAccepted() throws Exception {
    Random random = new Random(1);
    server.script(
        EmbeddedPluto.METRICS,
        (request, rules) -> {
          synchronized (random) {
            return random.nextInt(2) == 0 ? new MockResponse().setResponseCode(503) : rules.get();
          }
        });
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      String line = LINE.replace("\"step\":1", "\"step\":" + step);
      calls.add(() -> log(line).status());
    }

    List<Integer> statuses = inParallel(calls);
    assertEquals(Set.of(200, 503), Set.copyOf(statuses));
    assertEquals(Collections.frequency(statuses, 200), server.points("MMP-1", "a").size());
  }

  @Test
  void aScriptThatThrowsIsAnsweredWithWhatItThrew() {
    server.script(
        EmbeddedPluto.METRICS,
        (request, rules) -> {
          throw new IllegalStateException("oops");
        });

    assertReply(500, "EmbeddedPluto failed: java.lang.IllegalStateException: oops", log(LINE));
  }

  // Requests.

  @Test
  void requestsCanBeLookedAt() {
    server.answerNext(new MockResponse().setResponseCode(503));
    log(LINE);
    get(EmbeddedPluto.HISTORY + "?runId=1");

    assertEquals(2, server.requests().size());
    EmbeddedPluto.Request points = server.requests(EmbeddedPluto.METRICS).get(0);
    assertEquals("POST", points.method());
    assertEquals(LINE + "\n", points.body());
    assertEquals("application/x-ndjson", points.headers().get("Content-Type"));
    EmbeddedPluto.Request history = server.requests().get(1);
    assertEquals(EmbeddedPluto.HISTORY, history.path());
    assertEquals("runId=1", history.query());
  }

  @Test
  void forgetsTheOldestRequestsSoThatMemoryStaysBounded() {
    String blank = " ".repeat(6 * 1024 * 1024);
    for (int i = 0; i < 4; i++) {
      assertEquals(422, log(blank + i, LINE).status());
    }

    assertEquals(4, server.requestCount());
    List<EmbeddedPluto.Request> kept = server.requests();
    assertEquals(2, kept.size());
    assertTrue(kept.get(0).body().contains(" 2\n"));
    assertTrue(kept.get(1).body().contains(" 3\n"));
  }

  @Test
  void answersAtOnceThoughHeadersAndBodyAreWrittenApart() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      long start = System.nanoTime();
      log(LINE);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    Collections.sort(millis);
    assertTrue(millis.get(25) < 30, "half of the calls took longer than " + millis.get(25) + " ms");
  }
}
