package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in odd places, and of odd characters, stand in no message. */
class OddKeysTest extends ServerTest {
  @ParameterizedTest
  @EnumSource
  void theKeyStandsInNoMessageOfADns(Style style) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  throw new IllegalStateException("bad " + KEY);
                })
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    Throwable e = Failures.of(style, client);
    assertInstanceOf(PlutoTransportException.class, e);
    assertFalse(e.getMessage().contains(KEY), e.getMessage());
  }

  @Test
  void aKeyWithABackslashIsMaskedInPlainText() {
    enqueue(Answers.json(400, "bad mlps_a\\b"));
    PlutoClient client = closeLater(builder().apiKey("mlps_a\\b").build());
    assertEquals("bad ██", ((PlutoApiException) Failures.of(Style.SYNC, client)).error());
  }

  @Test
  void aKeyWithABackslashIsMaskedInJson() {
    enqueue(Answers.json(400, "{\"error\":\"bad mlps_a\\\\b\"}"));
    PlutoClient client = closeLater(builder().apiKey("mlps_a\\b").build());
    PlutoApiException e = (PlutoApiException) Failures.of(Style.SYNC, client);
    assertEquals("{\"error\":\"bad ██\"}", e.body());
    assertEquals("bad ██", e.error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "\"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln\"",
        "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        " mlps_short",
        "'mlps_a/b'",
      })
  void aMisplacedKeyWithSomethingBeforeItIsNotQuoted(String value) {
    Throwable e =
        Failures.of(
            () -> Environment.client(Map.of("PLUTO_API_KEY", "k", "PLUTO_URL_API", value)::get));
    assertFalse(e.getMessage().contains(value.substring(2, 8)), e.getMessage());
  }
}
