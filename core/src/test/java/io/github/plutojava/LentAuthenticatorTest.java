package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.FakeKeys;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An Authenticator of a lent OkHttpClient is for the app's own backend: it causes no request to
 * Pluto, and its token never goes there.
 */
class LentAuthenticatorTest extends ServerTest {
  private final AtomicInteger asked = new AtomicInteger();

  private OkHttpClient lent(boolean triesOnce) {
    Authenticator other =
        (route, response) -> {
          asked.incrementAndGet();
          return triesOnce && response.priorResponse() != null
              ? null
              : response
                  .request()
                  .newBuilder()
                  .header("Authorization", "Bearer token-of-another-service")
                  .build();
        };
    return new OkHttpClient.Builder().authenticator(other).build();
  }

  private static MockResponse refused() {
    return Answers.json(401, "{\"error\":\"Unauthorized\",\"message\":\"API key has expired\"}")
        .setHeader("WWW-Authenticate", "Bearer");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(Style.values())
        .flatMap(
            style ->
                Stream.of(true, false)
                    .flatMap(
                        once ->
                            Stream.of(RetryPolicy.none(), RetryPolicy.defaults())
                                .map(policy -> Arguments.of(style, once, policy))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isNotAskedWhenTheKeyIsRefused(Style style, boolean triesOnce, RetryPolicy policy)
      throws Exception {
    enqueue(refused(), Answers.run1());
    PlutoClient client =
        closeLater(builder().httpClient(lent(triesOnce)).retryPolicy(policy).build());
    UnauthorizedException e =
        assertInstanceOf(UnauthorizedException.class, Failures.of(style, client));
    assertEquals("API key has expired", e.detail());
    assertEquals(1, e.attempts());
    assertEquals(0, asked.get());
    assertEquals(1, server.getRequestCount());
    assertEquals("Bearer " + KEY, takeRequest().getHeader("Authorization"));
  }

  @ParameterizedTest
  @EnumSource
  void isNotAskedWhenTheSupplierHasANewKey(Style style) throws Exception {
    enqueue(refused(), Answers.run1());
    FakeKeys keys = new FakeKeys("mlps_old", "mlps_new");
    PlutoClient client = closeLater(builder().apiKey(keys).httpClient(lent(false)).build());
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(List.of(Duration.ZERO), time.waits());
    assertEquals("Bearer mlps_old", takeRequest().getHeader("Authorization"));
    assertEquals("Bearer mlps_new", takeRequest().getHeader("Authorization"));
    assertEquals(2, server.getRequestCount());
    assertEquals(0, asked.get());
  }

  @Test
  void staysOnTheLentClientItself() throws Exception {
    OkHttpClient lent = lent(true);
    PlutoClient unused = closeLater(builder().httpClient(lent).build());
    enqueue(refused(), Answers.run1());
    Request request = new Request.Builder().url(server.url("/thing")).build();
    try (Response response = lent.newCall(request).execute()) {
      assertEquals(200, response.code());
    }
    takeRequest();
    assertEquals("Bearer token-of-another-service", takeRequest().getHeader("Authorization"));
    assertEquals(1, asked.get());
  }

  @ParameterizedTest
  @EnumSource
  void doesNotHinderTheOneForTheProxy(Style style) throws Exception {
    OkHttpClient lent =
        lent(false)
            .newBuilder()
            .proxy(server.toProxyAddress())
            .proxyAuthenticator(
                (route, response) ->
                    response
                        .request()
                        .newBuilder()
                        .header("Proxy-Authorization", Credentials.basic("u", "p"))
                        .build())
            .build();
    enqueue(
        new MockResponse()
            .setResponseCode(407)
            .setHeader("Proxy-Authenticate", "Basic realm=\"corp\""),
        Answers.run1());
    PlutoClient client =
        closeLater(
            builder()
                .baseUrl("http://pluto.test")
                .allowCleartext()
                .httpClient(lent)
                .retryPolicy(RetryPolicy.none())
                .build());
    assertEquals(1, style.resume(client, MMP_1).runId());
    takeRequest();
    RecordedRequest second = takeRequest();
    assertEquals(Credentials.basic("u", "p"), second.getHeader("Proxy-Authorization"));
    assertEquals("Bearer " + KEY, second.getHeader("Authorization"));
    assertEquals(0, asked.get());
  }
}
