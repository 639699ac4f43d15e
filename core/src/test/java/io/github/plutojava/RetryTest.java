package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FakeKeys;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, how often, and after what wait. */
class RetryTest extends ServerTest {
  static Stream<Arguments> stylesAndRetriedStatuses() {
    return Stream.of(408, 429, 500, 502, 503, 504)
        .flatMap(status -> Stream.of(Style.values()).map(style -> Arguments.of(style, status)));
  }

  @ParameterizedTest
  @MethodSource("stylesAndRetriedStatuses")
  void retriesWhatCanPass(Style style, int status) {
    enqueue(Answers.error(status, "x"), Answers.error(status, "x"), Answers.run1());
    assertEquals(1, style.resume(client(), MMP_1).runId());
    assertEquals(3, server.getRequestCount());
    assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), time.waits());
  }

  @ParameterizedTest
  @MethodSource("stylesAndRetriedStatuses")
  void givesUpAfterTheRetries(Style style, int status) {
    enqueue(Answers.error(status, "1"), Answers.error(status, "2"), Answers.error(status, "third"));
    PlutoApiException e =
        assertThrows(PlutoApiException.class, () -> style.resume(client(), MMP_1));
    assertEquals("third", e.error());
    assertEquals(3, e.attempts());
    assertEquals(3, server.getRequestCount());
    assertTrue(e.getMessage().endsWith(" (after 3 attempts)"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("stylesAndRetriedStatuses")
  void sendsOnceWithoutRetries(Style style, int status) {
    enqueue(Answers.error(status, "x").setHeader("Retry-After", "0"), Answers.run1());
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    PlutoApiException e = assertThrows(PlutoApiException.class, () -> style.resume(client, MMP_1));
    assertEquals(status, e.status());
    assertEquals(Duration.ZERO, e.retryAfter());
    assertEquals(1, e.attempts());
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 407, 409, 410, 422, 431, 501, 505
      })
  void neverRetriesTheRest(int status) {
    for (Style style : Style.values()) {
      int before = server.getRequestCount();
      enqueue(Answers.error(status, "x").setHeader("Retry-After", "0"));
      PlutoApiException e =
          assertThrows(PlutoApiException.class, () -> style.resume(client(), MMP_1));
      assertEquals(status, e.status());
      assertEquals(before + 1, server.getRequestCount());
    }
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource(
      value = SocketPolicy.class,
      names = {
        "DISCONNECT_AT_START",
        "DISCONNECT_AFTER_REQUEST",
        "DISCONNECT_DURING_RESPONSE_BODY"
      })
  void retriesWhatBreaks(SocketPolicy policy) {
    for (Style style : Style.values()) {
      int waits = time.waits().size();
      enqueue(Answers.run1().setSocketPolicy(policy), Answers.run1());
      assertEquals(1, style.resume(client(), MMP_1).runId());
      assertEquals(waits + 1, time.waits().size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SocketPolicy.class,
      names = {"DISCONNECT_AFTER_REQUEST", "DISCONNECT_DURING_RESPONSE_BODY"})
  void leavesNothingThatBreaksToOkHttp(SocketPolicy policy) {
    for (Style style : Style.values()) {
      PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
      enqueue(Answers.run1().setSocketPolicy(policy), Answers.run1());
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1));
      assertEquals(1, e.attempts());
      assertEquals(1, style.resume(client, MMP_1).runId()); // The second answer was left.
    }
  }

  @Test
  void doublesTheBoundUpToTheMaximum() {
    for (int i = 0; i < 7; i++) {
      enqueue(Answers.error(500, "x"));
    }
    RetryPolicy policy = RetryPolicy.builder().maxRetries(6).build();
    assertThrows(
        ServerErrorException.class,
        () -> closeLater(builder().retryPolicy(policy).build()).runs().resume(MMP_1));
    assertEquals(
        Stream.of(250, 500, 1000, 2000, 4000, 4000).map(Duration::ofMillis).toList(), time.waits());
  }

  @Test
  void waitsNotAtAllForAZeroDelay() {
    enqueue(Answers.error(500, "x"), Answers.error(500, "x"), Answers.run1());
    RetryPolicy policy = RetryPolicy.builder().baseDelay(Duration.ZERO).build();
    closeLater(builder().retryPolicy(policy).build()).runs().resume(MMP_1);
    assertEquals(List.of(Duration.ZERO, Duration.ZERO), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void waitsAsTheServerAsks(Style style) {
    enqueue(
        Answers.error(429, "x").setHeader("Retry-After", "7"),
        Answers.error(503, "x").setHeader("Retry-After", "0"),
        Answers.run1());
    style.resume(client(), MMP_1);
    assertEquals(List.of(Duration.ofSeconds(7), Duration.ZERO), time.waits());
  }

  @Test
  void measuresADateAgainstTheServersOwn() {
    enqueue(
        Answers.error(503, "x")
            .setHeader("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
            .setHeader("Retry-After", "Wed, 21 Oct 2015 07:28:12 GMT"),
        Answers.run1());
    client().runs().resume(MMP_1);
    assertEquals(List.of(Duration.ofSeconds(12)), time.waits());
  }

  @Test
  void measuresADateAgainstOursIfTheServerHasNone() {
    enqueue(
        Answers.error(503, "x").setHeader("Retry-After", "Tue, 24 Nov 2026 12:00:05 GMT"),
        Answers.run1());
    client().runs().resume(MMP_1);
    assertEquals(List.of(Duration.ofSeconds(5)), time.waits());
  }

  @Test
  void retriesAtOnceIfTheDateIsPast() {
    enqueue(
        Answers.error(503, "x")
            .setHeader("Date", "Wed, 21 Oct 2015 07:28:00 GMT")
            .setHeader("Retry-After", "Wed, 21 Oct 2015 07:27:00 GMT"),
        Answers.run1());
    client().runs().resume(MMP_1);
    assertEquals(List.of(Duration.ZERO), time.waits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "soon", "1.5", "0x10", " ", "1e3", "٣"})
  void backsOffAsUsualIfTheServerAsksForNonsense(String retryAfter) {
    enqueue(Answers.error(429, "x").addHeaderLenient("Retry-After", retryAfter), Answers.run1());
    client().runs().resume(MMP_1);
    assertEquals(List.of(Duration.ofMillis(250)), time.waits());
  }

  @Test
  void waitsTheLongestThatTheServerMayAskFor() {
    enqueue(Answers.error(503, "x").setHeader("Retry-After", "60"), Answers.run1());
    client().runs().resume(MMP_1);
    assertEquals(List.of(Duration.ofSeconds(60)), time.waits());
  }

  @Test
  void beginsNoWaitThatEndsJustAtTheDeadline() {
    PlutoClient client = closeLater(builder().callTimeout(Duration.ofSeconds(30)).build());
    enqueue(Answers.error(429, "x").setHeader("Retry-After", "30"));
    assertThrows(RateLimitedException.class, () -> client.runs().resume(MMP_1));
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"61", "2147483648", "9223372036854775807", "99999999999999999999999"})
  void failsAtOnceIfTheServerAsksForTooMuch(String retryAfter) {
    for (Style style : Style.values()) {
      int before = server.getRequestCount();
      enqueue(Answers.error(503, "x").setHeader("Retry-After", retryAfter));
      ServerErrorException e =
          assertThrows(ServerErrorException.class, () -> style.resume(client(), MMP_1));
      assertEquals(
          retryAfter.length() > 10
              ? Duration.ofSeconds(2147483648L)
              : Duration.ofSeconds(Long.parseLong(retryAfter)),
          e.retryAfter());
      assertEquals(before + 1, server.getRequestCount());
      assertTrue(
          e.getMessage()
              .endsWith("; it asks you to wait " + e.retryAfter().toMillis() / 1000 + " s"),
          e.getMessage());
    }
    assertEquals(List.of(), time.waits());
  }

  @Test
  void theDefaultDeadlineIs90Seconds() {
    MockResponse asksFor60 = Answers.error(503, "x").setHeader("Retry-After", "60");
    enqueue(asksFor60, Answers.error(503, "x").setHeader("Retry-After", "29"), Answers.run1());
    assertEquals(1, client().runs().resume(MMP_1).runId());
    enqueue(asksFor60, Answers.error(503, "x").setHeader("Retry-After", "30"));
    assertEquals(
        2,
        assertThrows(ServerErrorException.class, () -> client().runs().resume(MMP_1)).attempts());
  }

  @ParameterizedTest
  @EnumSource
  void beginsNoWaitThatWouldOutlastTheDeadline(Style style) {
    PlutoClient client = closeLater(builder().callTimeout(Duration.ofSeconds(30)).build());
    enqueue(
        Answers.error(429, "first").setHeader("Retry-After", "20"),
        Answers.error(429, "second").setHeader("Retry-After", "10"),
        Answers.run1());
    RateLimitedException e =
        assertThrows(RateLimitedException.class, () -> style.resume(client, MMP_1));
    assertEquals("second", e.error());
    assertEquals(2, e.attempts());
    assertEquals(List.of(Duration.ofSeconds(20)), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void showsRetryAfterOfAnyError(Style style) {
    enqueue(Answers.error(403, "x").setHeader("Retry-After", "3"));
    assertEquals(
        Duration.ofSeconds(3),
        assertThrows(PlutoApiException.class, () -> style.resume(client(), MMP_1)).retryAfter());
    enqueue(Answers.error(403, "x"));
    assertNull(
        assertThrows(PlutoApiException.class, () -> style.resume(client(), MMP_1)).retryAfter());
  }

  @ParameterizedTest
  @EnumSource
  void triesANewKeyOnceAfterA401(Style style) throws Exception {
    enqueue(Answers.error(401, "Unauthorized"), Answers.run1());
    FakeKeys keys = new FakeKeys("old", "new");
    style.resume(closeLater(builder().apiKey(keys).build()), MMP_1);
    assertEquals("Bearer old", takeRequest().getHeader("Authorization"));
    assertEquals("Bearer new", takeRequest().getHeader("Authorization"));
    assertEquals(List.of(Duration.ZERO), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void givesUpIfTheNewKeyIsRefusedToo(Style style) {
    enqueue(Answers.error(401, "Unauthorized"), Answers.error(401, "Unauthorized"));
    FakeKeys keys = new FakeKeys("a", "b", "b", "c", "d", "e");
    UnauthorizedException e =
        assertThrows(
            UnauthorizedException.class,
            () -> style.resume(closeLater(builder().apiKey(keys).build()), MMP_1));
    assertEquals(2, e.attempts());
    assertEquals(2, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void doesNotTryANewKeyWithoutRetries(Style style) {
    enqueue(Answers.error(401, "Unauthorized"));
    FakeKeys keys = new FakeKeys("a", "b");
    PlutoClient client = closeLater(builder().apiKey(keys).retryPolicy(RetryPolicy.none()).build());
    assertThrows(UnauthorizedException.class, () -> style.resume(client, MMP_1));
    assertEquals(1, server.getRequestCount());
    assertEquals(1, keys.asked());
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheKeyWasRefusedIfThereIsNoOther(Style style) {
    enqueue(Answers.error(401, "Unauthorized"));
    FakeKeys keys = new FakeKeys("a", "no key");
    PlutoClient client = closeLater(builder().apiKey(keys).build());
    assertThrows(UnauthorizedException.class, () -> style.resume(client, MMP_1));
    assertEquals(1, server.getRequestCount());
    assertEquals(2, keys.asked());
  }

  @ParameterizedTest
  @EnumSource
  void asksForTheKeyAtEachAttempt(Style style) throws Exception {
    enqueue(Answers.error(500, "x"), Answers.run1());
    style.resume(closeLater(builder().apiKey(new FakeKeys("a", "b")).build()), MMP_1);
    assertEquals("Bearer a", takeRequest().getHeader("Authorization"));
    assertEquals("Bearer b", takeRequest().getHeader("Authorization"));
  }
}
