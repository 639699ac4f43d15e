package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.http.HttpClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings are taken, and what is said of the rest. */
class SettingsTest {
  private static final String KEY = "mlps_validSecureKey0123456789";

  private static String refusal(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  private static void build(PlutoClient.Builder builder) {
    builder.build().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pluto-api.trainy.ai",
        "https://pluto.example:8443/base/",
        "http://localhost",
        "http://LOCALHOST:3000",
        "http://127.0.0.1:3001/x",
        "http://127.255.255.255",
        "http://[::1]:3001",
        "http://[0:0:0:0:0:0:0:1]",
      })
  void takesHttpsAndHttpToThisMachine(String baseUrl) {
    build(PlutoClient.builder().apiKey(KEY).baseUrl(baseUrl));
    new BearerAuthInterceptor(baseUrl, () -> KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://pluto.example",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://127.0.0.256",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://10.0.2.2:3001",
        "http://[::2]",
      })
  void refusesHttpToOthersUnlessAllowed(String baseUrl) {
    String message = refusal(() -> build(PlutoClient.builder().apiKey(KEY).baseUrl(baseUrl)));
    assertTrue(message.startsWith("'" + baseUrl), message);
    assertTrue(message.contains("allowCleartext()"), message);
    assertEquals(message, refusal(() -> new BearerAuthInterceptor(baseUrl, () -> KEY)));

    build(PlutoClient.builder().apiKey(KEY).baseUrl(baseUrl).allowCleartext());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pluto.example        | baseUrl 'pluto.example' is not an http or https address such as https://pluto-api.trainy.ai
          ftp://pluto.example  | baseUrl 'ftp://pluto.example' is not an http or https address such as https://pluto-api.trainy.ai
          https://             | baseUrl 'https://' is not an http or https address such as https://pluto-api.trainy.ai
          https://u:pw@x.test  | baseUrl has a user name or password before its host x.test: remove it, and set the API key with apiKey
          https://u:pw@x:y     | baseUrl is not an http or https address such as https://pluto-api.trainy.ai
          https://u@x.test     | baseUrl has a user name or password before its host x.test: remove it, and set the API key with apiKey
          https://:pw@x.test   | baseUrl has a user name or password before its host x.test: remove it, and set the API key with apiKey
          https://x.test/?k=pw | baseUrl 'https://x.test/' is followed by a query or fragment: remove everything from '?' or '#' on
          https://x.test/?     | baseUrl 'https://x.test/' is followed by a query or fragment: remove everything from '?' or '#' on
          https://x.test/#pw   | baseUrl 'https://x.test/' is followed by a query or fragment: remove everything from '?' or '#' on
          """)
  void refusesOtherBaseUrlsWithoutShowingSecrets(String baseUrl, String message) {
    assertEquals(message, refusal(() -> PlutoClient.builder().baseUrl(baseUrl)));
    assertEquals(message, refusal(() -> new BearerAuthInterceptor(baseUrl, () -> KEY)));
  }

  @Test
  void refusesAKeyThatCannotBeOneWithoutShowingIt() {
    Map.of(
            "", "is empty: is the environment variable set?",
            " \t", "is blank: is the environment variable set?",
            "secret ", "has white space at index 6",
            " secret", "has white space at index 0",
            "sec\tret", "has white space at index 3",
            "sec\nret", "has white space at index 3",
            "sec\u0000ret", "has a character that is not visible ASCII at index 3",
            "sec\u007fret", "has a character that is not visible ASCII at index 3",
            "secr\u00e9", "has a character that is not visible ASCII at index 4")
        .forEach(
            (key, problem) -> {
              String message = refusal(() -> PlutoClient.create(key));
              assertTrue(message.startsWith("apiKey " + problem), message);
              assertFalse(message.contains("sec"), message);
            });
  }

  @Test
  void asksForTheVariableThatAMissingKeyWasToComeFrom() {
    String unset = System.getenv("PLUTO_KEY_THAT_NOBODY_SETS");
    assertEquals(
        "apiKey is null: is the environment variable set?",
        refusal(() -> PlutoClient.create(unset)));
    assertEquals(
        "apiKey is null: is the environment variable set?",
        refusal(() -> PlutoClient.builder().apiKey((String) null)));
  }

  @Test
  void takesEveryVisibleCharacterInAKey() {
    StringBuilder key = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      key.append(c);
    }
    PlutoClient.create(key.toString()).close();
  }

  @Test
  void saysHowToSetTheKeyIfThereIsNone() {
    assertEquals(
        "no API key: call apiKey, or set the environment variable PLUTO_API_KEY and call"
            + " fromEnvironment(); make a key at https://pluto.trainy.ai/api-keys",
        assertThrows(IllegalStateException.class, () -> PlutoClient.builder().build())
            .getMessage());
  }

  @Test
  void refusesCallTimeoutsOutOfRange() {
    for (Duration callTimeout :
        new Duration[] {
          Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999), Duration.ofDays(25)
        }) {
      assertEquals(
          "callTimeout "
              + Describe.duration(callTimeout)
              + " is out of range: it goes from 1 ms to 2147483647 ms",
          refusal(() -> PlutoClient.builder().callTimeout(callTimeout)));
    }
    build(PlutoClient.builder().apiKey(KEY).callTimeout(Duration.ofMillis(1)));
    build(PlutoClient.builder().apiKey(KEY).callTimeout(Duration.ofMillis(Integer.MAX_VALUE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a  b", "a ", "a\nb", "é"})
  void refusesUserAgentsThatCannotBeSent(String userAgent) {
    String message = refusal(() -> PlutoClient.builder().userAgent(userAgent));
    assertTrue(message.startsWith("userAgent '"), message);
  }

  @Test
  void namesTheSettingThatIsNull() {
    PlutoClient.Builder builder = PlutoClient.builder();
    Map.<String, Executable>of(
            "baseUrl", () -> builder.baseUrl(null),
            "callTimeout", () -> builder.callTimeout(null),
            "retryPolicy", () -> builder.retryPolicy(null),
            "logLevel", () -> builder.logLevel(null),
            "userAgent", () -> builder.userAgent(null),
            "httpClient", () -> builder.httpClient(null))
        .forEach(
            (name, call) ->
                assertEquals(name, assertThrows(NullPointerException.class, call).getMessage()));
    assertThrows(
        NullPointerException.class,
        () -> builder.apiKey((java.util.function.Supplier<String>) null));
    assertThrows(NullPointerException.class, () -> new BearerAuthInterceptor("https://x", null));
  }

  @Test
  void refusesRetryPoliciesOutOfRange() {
    RetryPolicy.Builder builder = RetryPolicy.builder();
    assertEquals(
        "maxRetries -1 is out of range: it goes from 0 to 100",
        refusal(() -> builder.maxRetries(-1)));
    assertEquals(
        "maxRetries 101 is out of range: it goes from 0 to 100",
        refusal(() -> builder.maxRetries(101)));
    assertEquals(
        "baseDelay -1 s is out of range: it goes from 0 s to 86400 s",
        refusal(() -> builder.baseDelay(Duration.ofSeconds(-1))));
    assertEquals(
        "maxDelay 86400001 ms is out of range: it goes from 0 s to 86400 s",
        refusal(() -> builder.maxDelay(Duration.ofDays(1).plusMillis(1))));
    assertEquals(
        "maxRetryAfter 172800 s is out of range: it goes from 0 s to 86400 s",
        refusal(() -> builder.maxRetryAfter(Duration.ofDays(2))));
    assertEquals(
        "maxDelay",
        assertThrows(NullPointerException.class, () -> builder.maxDelay(null)).getMessage());
  }

  @Test
  void takesRetryPoliciesAtTheEndsOfTheirRanges() {
    RetryPolicy most =
        RetryPolicy.builder()
            .maxRetries(100)
            .baseDelay(Duration.ofDays(1))
            .maxDelay(Duration.ofDays(1))
            .maxRetryAfter(Duration.ofDays(1))
            .build();
    assertEquals(
        "RetryPolicy[maxRetries=100, baseDelay=86400 s, maxDelay=86400 s, maxRetryAfter=86400 s]",
        most.toString());
    assertEquals(0, RetryPolicy.builder().maxRetries(0).build().maxRetries());
  }

  /** The client's own, for either scheme. */
  private static OkHttpClient own(String url) {
    return new HttpClients(UnaryOperator.identity()).forUrl(HttpUrl.get(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/", "https://localhost/"})
  void hasTheTimeoutsThatTheBuilderSays(String url) {
    OkHttpClient http = own(url);
    assertEquals(10_000, http.connectTimeoutMillis());
    assertEquals(30_000, http.readTimeoutMillis());
    assertEquals(30_000, http.writeTimeoutMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/", "https://localhost/"})
  void speaksHttp11Only(String url) {
    assertEquals(List.of(Protocol.HTTP_1_1), own(url).protocols());
  }

  @Test
  void hasOneSetOfThreadsAndConnectionsForBothSchemes() {
    HttpClients own = new HttpClients(UnaryOperator.identity());
    OkHttpClient cleartext = own.forUrl(HttpUrl.get("http://localhost/"));
    OkHttpClient secure = own.forUrl(HttpUrl.get("https://localhost/"));
    assertSame(cleartext.dispatcher(), secure.dispatcher());
    assertSame(cleartext.connectionPool(), secure.connectionPool());
    assertSame(secure, own.forUrl(HttpUrl.get("https://127.0.0.1/")));
    assertEquals(List.of(ConnectionSpec.CLEARTEXT), cleartext.connectionSpecs());
    assertTrue(secure.connectionSpecs().contains(ConnectionSpec.MODERN_TLS));
  }

  @Test
  void retriesTwiceByDefault() {
    RetryPolicy defaults = RetryPolicy.defaults();
    assertEquals(2, defaults.maxRetries());
    assertEquals(Duration.ofMillis(500), defaults.baseDelay());
    assertEquals(Duration.ofSeconds(8), defaults.maxDelay());
    assertEquals(Duration.ofSeconds(60), defaults.maxRetryAfter());
    assertEquals(0, RetryPolicy.none().maxRetries());
    assertEquals(
        "RetryPolicy[maxRetries=2, baseDelay=500 ms, maxDelay=8 s, maxRetryAfter=60 s]",
        defaults.toString());
  }

  @Test
  void readsTheEnvironment() {
    assertEquals(
        "PlutoClient[https://pluto-api.trainy.ai/]", fromEnvironment(Map.of("PLUTO_API_KEY", KEY)));
    assertEquals(
        "PlutoClient[https://pluto-api.trainy.ai/]",
        fromEnvironment(Map.of("MLOP_API_TOKEN", KEY, "PLUTO_URL_API", "")));
    assertEquals(
        "PlutoClient[https://a.test/]",
        fromEnvironment(
            Map.of(
                "PLUTO_API_KEY", KEY,
                "MLOP_API_TOKEN", "unused and unusable",
                "PLUTO_URL_API", "https://a.test",
                "MLOP_URL_API", "https://b.test")));
    assertEquals(
        "PlutoClient[https://b.test/]",
        fromEnvironment(
            Map.of("PLUTO_API_KEY", "", "MLOP_API_TOKEN", KEY, "MLOP_URL_API", "https://b.test")));
  }

  private static String fromEnvironment(Map<String, String> environment) {
    try (PlutoClient client = Environment.client(environment::get)) {
      return client.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', 'no API key: make one at https://pluto.trainy.ai/api-keys, and set the"
        + " environment variable PLUTO_API_KEY to it'",
    "' ', 'x', '', 'the environment variable PLUTO_API_KEY cannot be used: it is blank'",
    "'k', '', ' ', 'the environment variable PLUTO_URL_API cannot be used: it is blank'",
    "'a b', 'x', '', 'the environment variable PLUTO_API_KEY cannot be used: apiKey has white space"
        + " at index 1, which no API key has: copy it again, without spaces or line breaks'",
    "'', 'a b', '', 'the environment variable MLOP_API_TOKEN cannot be used: apiKey has white space"
        + " at index 1, which no API key has: copy it again, without spaces or line breaks'",
    "'k', '', 'pluto', 'the environment variable PLUTO_URL_API cannot be used: baseUrl ''pluto'' is"
        + " not an http or https address such as https://pluto-api.trainy.ai'",
    "'k', '', 'http://pluto.test', 'the environment variable PLUTO_URL_API cannot be used:"
        + " ''http://pluto.test/'' is not https: the API key could be read on its way. Use https,"
        + " or PlutoClient.builder().allowCleartext() on a network that you trust'",
  })
  void namesTheVariableThatIsMissingOrWrong(String key, String token, String url, String message) {
    Map<String, String> environment =
        Map.of("PLUTO_API_KEY", key, "MLOP_API_TOKEN", token, "PLUTO_URL_API", url);
    assertEquals(
        message,
        assertThrows(IllegalStateException.class, () -> fromEnvironment(environment)).getMessage());
  }

  @Test
  void theRealEnvironmentOfTheTestsHasNoKey() {
    assertThrows(IllegalStateException.class, PlutoClient::fromEnvironment);
  }
}
