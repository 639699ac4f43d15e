package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy or another server answers to points, by its status. */
class ForeignAnswersTest extends FaultTest {
  private static final String PAGE =
      "\n <!DOCTYPE html><html><head><title>Log in</title></head></html>";

  @ParameterizedTest
  @ValueSource(strings = {PAGE, "<html></html>", "\uFEFF<html></html>"})
  void aLoginPageIsNoAcceptance(String page) throws Exception {
    pluto.answerNext(INGEST, new MockResponse().setBody(page), new MockResponse().setBody(page));
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertArrived(3);
    assertStats(run, 3, 0, 0, 2);
    problem(0, PlutoResponseException.class, "is an HTML page");
    problem(1, PlutoResponseException.class, "check the ingest URL");
  }

  @Test
  void aPageIsOneByItsTypeToo() throws Exception {
    pluto.answerNext(
        INGEST,
        new MockResponse()
            .setHeader("Content-Type", "text/html; charset=utf-8")
            .setBody("Please log in"));
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertArrived(3);
    onlyProblem(PlutoResponseException.class, "is an HTML page");
  }

  private void assertAcceptedButTold(MockResponse answer, String words) throws Exception {
    pluto.answerNext(INGEST, request -> answer);
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertStats(run, 3, 0, 0, 0);
    assertEquals(1, bodies().size(), "not sent again");
    onlyProblem(PlutoResponseException.class, words);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 4})
  void anotherNumberOfRecordsIsTold(int records) throws Exception {
    assertAcceptedButTold(
        new MockResponse().setBody("Stream processed successfully: " + records + " records"),
        "counted " + records + " where 3 were sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "{\"success\":true}"})
  void noNumberOfRecordsIsTold(String body) throws Exception {
    assertAcceptedButTold(new MockResponse().setBody(body), "did not say how many");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 205})
  void anotherSuccessIsOne(int status) throws Exception {
    assertAcceptedButTold(new MockResponse().setResponseCode(status), "did not say how many");
  }

  @Test
  void aCompressedAnswerIsRead() throws Exception {
    pluto.answerNext(
        INGEST,
        request -> {
          assertEquals("gzip", request.request().getHeader("Accept-Encoding"));
          MockResponse plain = pluto.accept(request);
          return plain.setHeader("Content-Encoding", "gzip").setBody(gzip(plain.getBody()));
        });
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertStats(run, 3, 0, 0, 0);
    assertEquals(0, problems.size());
  }

  private static Buffer gzip(Buffer plain) {
    Buffer compressed = new Buffer();
    try (okio.BufferedSink sink = Okio.buffer(new GzipSink(compressed))) {
      sink.writeAll(plain);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return compressed;
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
  void whatPassesIsRetriedSoon(int status) throws Exception {
    pluto.answerNext(
        INGEST, Answers.error(status, "not now"), new MockResponse().setResponseCode(status));
    ActiveRun run = open();
    log(run, 3);
    flush(run);
    assertArrived(3);
    assertEquals(Set.of(bodies().get(0)), Set.copyOf(bodies()));
    assertStats(run, 3, 0, 0, 2);
    problem(0, PlutoApiException.class, status + " not now");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 401, 403, 404, 405, 407, 410, 415, 431, 451})
  void whatSomebodyHasToMendIsKept(int status) throws Exception {
    pluto.answerAll(INGEST, request -> Answers.error(status, "mend it"));
    ActiveRun run = open();
    log(run, 3);
    UndeliveredException e = failingFlush(run);
    assertEquals(3, e.undelivered());
    assertEquals(0, e.refused());
    assertEquals(status, ((PlutoApiException) e.getCause()).status());
    onlyProblem(PlutoApiException.class, status + " mend it");
    clock.turn(Duration.ofSeconds(20));
    assertTrue(clock.hasWait(Duration.ZERO, Duration.ofSeconds(10)));
    assertEquals(1, bodies().size());
    clock.turn(Duration.ofSeconds(10));
    awaitProblems(2);
    run.log(3, "loss", 3);
    assertStats(run, 0, 0, 4, 2);
    pluto.answerAsPluto(INGEST);
    clock.turn(Duration.ofSeconds(30));
    Await.until("the delivery", () -> run.stats().accepted() >= 3);
    flush(run);
    assertArrived(4);
  }

  @Test
  void aRedirectIsNotFollowedAndItsTargetGetsNoKey() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      String target = other.url("/ingest/metrics").toString();
      pluto.answerAll(INGEST, request -> Answers.error(307, "").setHeader("Location", target));
      ActiveRun run = open();
      log(run, 3);
      assertEquals(3, failingFlush(run).undelivered());
      PlutoApiException told = onlyProblem(PlutoApiException.class, target);
      assertTrue(told.getMessage().endsWith("change the ingest URL"), told.getMessage());
      RecordedRequest followed = other.takeRequest(0, TimeUnit.SECONDS);
      assertEquals(null, followed);
    }
  }

  private static String date(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private void assertWaitIsObeyed(MockResponse answer, int seconds) throws Exception {
    pluto.answerNext(INGEST, answer);
    ActiveRun run = open();
    log(run, 3);
    CompletableFuture<Void> flushed = flushing(run);
    problem(0, PlutoApiException.class, "429");
    CompletableFuture<Void> another = flushing(run);
    assertTrue(clock.hasWait(Duration.ofSeconds(seconds - 8), Duration.ofSeconds(seconds)));
    clock.turn(Duration.ofSeconds(seconds - 10));
    assertFalse(clock.hasWait(Duration.ofHours(-1), Duration.ZERO));
    assertEquals(1, bodies().size());
    clock.turn(Duration.ofSeconds(10));
    flushed.get(10, TimeUnit.SECONDS);
    another.get(10, TimeUnit.SECONDS);
    assertArrived(3);
    assertEquals(2, bodies().size());
  }

  @Test
  void theWaitThatTheServerAsksForIsNotCutShort() throws Exception {
    assertWaitIsObeyed(Answers.error(429, "slow").setHeader("Retry-After", "20"), 20);
  }

  @Test
  void theServersDateIsObeyedByTheServersClock() throws Exception {
    Instant date = Instant.parse("2020-01-01T00:00:00Z");
    assertWaitIsObeyed(
        Answers.error(429, "slow")
            .setHeader("Date", date(date))
            .setHeader("Retry-After", date(date.plusSeconds(20))),
        20);
  }

  @Test
  void atMostAMinuteIsWaitedFor() throws Exception {
    assertWaitIsObeyed(Answers.error(429, "slow").setHeader("Retry-After", "86400"), 60);
  }
}
