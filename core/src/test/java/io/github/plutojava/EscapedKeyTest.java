package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that repeats the key may spell it as JSON allows, which people can read, too. */
class EscapedKeyTest extends ServerTest {
  private static final String SLASHED = "mlps_a/b+c/d==";

  /** The ways to spell it in a JSON string. */
  private static List<String> spellings(String key) {
    StringBuilder lower = new StringBuilder();
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      String escaped = String.format("\\u%04x", (int) key.charAt(i));
      lower.append(escaped);
      mixed.append(
          i % 3 == 0
              ? escaped.toUpperCase(Locale.ROOT).replace("\\U", "\\u")
              : i % 3 == 1 ? escaped : key.substring(i, i + 1));
    }
    return List.of(
        key,
        key.replace("/", "\\/"),
        "\\u006d" + key.substring(1),
        "\\u006D" + key.substring(1).replace("/", "\\u002F"),
        lower.toString(),
        mixed.toString());
  }

  private PlutoApiException failure(Style style, String key, int status, String body) {
    enqueue(Answers.json(status, body));
    PlutoClient client = closeLater(builder().apiKey(key).retryPolicy(RetryPolicy.none()).build());
    return assertInstanceOf(PlutoApiException.class, Failures.of(style, client));
  }

  @ParameterizedTest
  @EnumSource
  void isMaskedInErrorDetailBodyAndMessage(Style style) {
    for (String key : List.of(KEY, SLASHED)) {
      for (String spelling : spellings(key)) {
        PlutoApiException e =
            failure(
                style,
                key,
                401,
                "{\"error\":\"bad " + spelling + "\",\"message\":\"no " + spelling + " here\"}");
        assertEquals("bad ██", e.error());
        assertEquals("no ██ here", e.detail());
        assertEquals("{\"error\":\"bad ██\",\"message\":\"no ██ here\"}", e.body());
        assertEquals(
            "could not resume the run with display ID 'MMP-1': 401 bad ██: no ██ here. Check the"
                + " API key; make a new one on the Pluto site if it is no longer valid",
            e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isMaskedInOtherShapes(Style style) {
    for (String spelling : spellings(SLASHED)) {
      for (String body :
          List.of(
              "{\"error\":{\"issues\":[{\"path\":[\"§\"],\"message\":\"bad §\"}]}}",
              "{\"error\":{\"message\":\"bad §\"}}",
              "{\"message\":\"bad §\",\"§\":[\"§\"]}",
              "{\"error\":\"bad §\"", // Cut: not JSON.
              "[\"bad §\"]",
              "bad §")) {
        PlutoApiException e = failure(style, SLASHED, 400, body.replace("§", spelling));
        assertEquals(body.replace("§", "██"), e.body());
        String all = e.getMessage() + e.error() + e.detail() + e.body();
        assertFalse(all.contains(spelling), all);
        assertFalse(all.contains(SLASHED), all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error",
        "message",
        "\"error\"",
        "{",
        "\"",
        ":",
        "issues",
        "path",
        "e",
        "success",
        "false"
      })
  void mayBeAWordOfJsonWithoutHarmToTheReading(String key) {
    for (Style style : Style.values()) {
      PlutoApiException e = failure(style, key, 409, "{\"error\":\"RUN 7\",\"message\":\"WHY\"}");
      assertSame(AmbiguousRunException.class, e.getClass());
      assertEquals("RUN 7", e.error());
      assertEquals("WHY", e.detail());

      PlutoApiException issues =
          failure(
              style,
              key,
              400,
              "{\"success\":false,\"error\":{\"issues\":[{\"path\":[\"RUN\"],\"message\":\"NO\"}]}}");
      assertEquals("RUN: NO", issues.error().replace("██", ":"));
    }
  }

  @Test
  void mayHaveCharactersThatMeanSomethingInPatterns() {
    for (String key : List.of("a.b*c", "$1(x)", "[a-z]{3}", "a|b", "^a$")) {
      PlutoApiException e =
          failure(Style.SYNC, key, 400, "{\"error\":\"bad " + key + " and \\n more\"}");
      assertEquals("bad ██ and \n more", e.error());
      assertEquals("{\"error\":\"bad ██ and \\n more\"}", e.body());
    }
  }

  @Test
  void isNotTakenForWhatOnlyLooksLikeIt() {
    String body = "{\"error\":\"\\u006dlps and \\\\u006d and a\\/b\"}";
    PlutoApiException e = failure(Style.SYNC, KEY, 400, body);
    assertEquals("mlps and \\u006d and a/b", e.error());
    assertEquals(body, e.body());
  }
}
