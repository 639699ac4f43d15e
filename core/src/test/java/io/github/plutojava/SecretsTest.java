package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API key stands in nothing that people read, even if the server repeats it. */
class SecretsTest extends ServerTest {
  private static final String ESCAPED_KEY = "\\u006d" + KEY.substring(1);

  private static void assertNoKey(Throwable e) {
    StringWriter all = new StringWriter();
    e.printStackTrace(new PrintWriter(all));
    assertFalse(all.toString().contains(KEY), all.toString());
  }

  private static List<MockResponse> echoes() {
    return List.of(
        Answers.error(400, KEY),
        Answers.error(400, ESCAPED_KEY),
        Answers.json(401, "{\"error\":\"Unauthorized\",\"message\":\"bad key " + KEY + "\"}"),
        Answers.json(401, "{\"error\":\"x\",\"message\":\"bad key " + ESCAPED_KEY + "\"}"),
        Answers.json(400, "{\"error\":{\"issues\":[{\"message\":\"" + KEY + "\",\"path\":[]}]}}"),
        Answers.json(404, KEY),
        Answers.json(403, "<title>" + KEY + "</title>"),
        new MockResponse().setStatus("HTTP/1.1 418 " + KEY),
        new MockResponse().setResponseCode(302).setHeader("Location", "/login/" + KEY),
        Answers.json(200, KEY),
        Answers.json(200, "{\"" + KEY + "\":}"),
        Answers.json(200, Answers.RUN_1.replace("MMP-1", KEY)),
        new MockResponse().setStatus("HTTP/1.1 " + KEY));
  }

  @ParameterizedTest
  @EnumSource
  void standsInNoException(Style style) {
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    for (MockResponse echo : echoes()) {
      enqueue(echo);
      PlutoException e = assertThrows(PlutoException.class, () -> style.resume(client, MMP_1));
      assertNoKey(e);
      if (e instanceof PlutoApiException api) {
        String all = api.error() + api.detail() + api.body();
        assertFalse(all.contains(KEY), all);
      }
    }
  }

  @Test
  void isMaskedWhereTheServerRepeatsIt() {
    enqueue(Answers.error(400, "key " + KEY + " is not a key"));
    BadRequestException e =
        assertThrows(BadRequestException.class, () -> client().runs().resume(MMP_1));
    assertEquals("key ██ is not a key", e.error());
    assertEquals("{\"error\":\"key ██ is not a key\"}", e.body());
    assertTrue(e.getMessage().contains(": 400 key ██ is not a key. "), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void noPartOfItStandsInAMessageThatIsCut(Style style) {
    PlutoClient client = client();
    for (int length = 130; length < 210; length++) {
      String echo = "x".repeat(length) + KEY;
      enqueue(
          new MockResponse().setResponseCode(302).setHeader("Location", "/" + echo),
          Answers.json(200, Answers.RUN_1.replace("my-ml-project", echo)),
          Answers.error(400, echo));
      for (int i = 0; i < 3; i++) {
        String message =
            assertThrows(PlutoException.class, () -> style.resume(client, ResumeTarget.byId(2)))
                .getMessage();
        assertFalse(message.contains(KEY.substring(0, 5)), message);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void standsInNoLog(HttpLoggingInterceptor.Level level) {
    List<String> log = new CopyOnWriteArrayList<>();
    PlutoClient client =
        closeLater(
            builder().retryPolicy(RetryPolicy.none()).logLevel(level).logger(log::add).build());
    for (MockResponse echo : echoes()) {
      enqueue(echo.clone().setHeader("X-Echo", KEY).setHeader("Set-Cookie", "session=secret"));
      for (Style style : List.of(Style.SYNC)) {
        assertThrows(PlutoException.class, () -> style.resume(client, MMP_1));
      }
    }
    String all = String.join("\n", log);
    assertFalse(all.contains(KEY), all);
    assertFalse(all.contains("session=secret"), all);
    assertEquals(level == HttpLoggingInterceptor.Level.NONE, log.isEmpty());
    if (level.compareTo(HttpLoggingInterceptor.Level.HEADERS) >= 0) {
      assertTrue(log.contains("Authorization: ██"), all);
    }
    if (level == HttpLoggingInterceptor.Level.BODY) {
      assertTrue(log.contains("{\"displayId\":\"MMP-1\"}"), all);
      assertTrue(log.contains("{\"error\":\"██\"}"), all);
    }
  }

  @Test
  void noSecretOfALentClientsInterceptorStandsInTheLogEither() {
    List<String> log = new CopyOnWriteArrayList<>();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .header("Cookie", "session=secret")
                            .header("Proxy-Authorization", "Basic secret")
                            .build()))
            .build();
    enqueue(Answers.run1());
    closeLater(
            builder()
                .httpClient(http)
                .logLevel(HttpLoggingInterceptor.Level.HEADERS)
                .logger(log::add)
                .build())
        .runs()
        .resume(MMP_1);
    assertTrue(log.containsAll(List.of("Cookie: ██", "Proxy-Authorization: ██")), "" + log);
    assertFalse(log.toString().contains("secret"), "" + log);
  }

  @Test
  void standsInNoToString() {
    PlutoClient client = client();
    String all = "" + client + client.runs();
    assertFalse(all.contains(KEY), all);
  }

  @ParameterizedTest
  @EnumSource
  void aSupplierThatFailsFailsTheCall(Style style) {
    RuntimeException broken = new RuntimeException("vault is sealed");
    PlutoClient client =
        closeLater(
            builder()
                .apiKey(
                    () -> {
                      throw broken;
                    })
                .build());
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> style.resume(client, MMP_1));
    assertEquals("the API key supplier failed, so the request was not sent", e.getMessage());
    assertSame(broken, e.getCause());
    assertEquals(0, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void aSupplierThatThrowsACheckedExceptionFailsTheCallToo(Style style) {
    for (Exception checked :
        List.of(new IOException("as Kotlin can"), new InterruptedException())) {
      PlutoClient client =
          closeLater(
              builder()
                  .apiKey(
                      () -> {
                        throw ServerTest.<RuntimeException>unchecked(checked);
                      })
                  .build());
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> style.resume(client, MMP_1));
      assertSame(checked, e.getCause());
      boolean isInterrupted = Thread.interrupted();
      assertEquals(style == Style.SYNC && checked instanceof InterruptedException, isInterrupted);
    }
    assertEquals(0, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void aSupplierThatGivesNoKeyFailsTheCall(Style style) {
    for (String key : new String[] {null, "", "secret\n", "sécret", "a secret"}) {
      PlutoClient client = closeLater(builder().apiKey(() -> key).build());
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> style.resume(client, MMP_1));
      assertTrue(e.getMessage().startsWith("the API key that the supplier gave "), e.getMessage());
      assertFalse(e.getMessage().contains("cret"), e.getMessage());
    }
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aFailureThatMentionsTheKeyAnywhereIsReplaced() {
    IOException clean = new IOException("clean", new IOException("cause"));
    clean.addSuppressed(clean.getCause());
    assertSame(clean, Redaction.redact(clean, KEY));
    assertSame(clean, Redaction.redact(clean, null));

    IOException inMessage = new IOException("a " + KEY);
    IOException inCause = new IOException("b", new IOException(KEY));
    IOException inSuppressed = new IOException("c");
    inSuppressed.addSuppressed(new RuntimeException(KEY));
    for (IOException e : List.of(inMessage, inCause, inSuppressed)) {
      IOException redacted = Redaction.redact(e, KEY);
      assertNoKey(redacted);
      assertEquals(
          "java.io.IOException: " + e.getMessage().replace(KEY, "██"), redacted.getMessage());
      assertEquals(List.of(e.getStackTrace()), List.of(redacted.getStackTrace()));
    }
  }
}
