package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a run failed is stored as JSON that the server can take, whatever the program says. */
@Tag("run")
class FailReasonTest {
  private static final String KEY = "mlps_validSecureKey0123456789";
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int MOST_BYTES = 64 * 1024;

  @Test
  void ofWordsIsAMessage() {
    assertEquals("{\"message\":\"no GPU\"}", FailReason.of(Ending.fail("no GPU", LIMIT), KEY));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\t\n", "\u00A0", "\u2007\u202F", "\u0085"})
  void ofNoWordsSaysSo(String reason) {
    assertEquals(
        "{\"message\":\"no reason given\"}", FailReason.of(Ending.fail(reason, LIMIT), KEY));
  }

  @Test
  void ofAnExceptionIsItsTypeMessageAndTrace() {
    JsonNode json = of(new IllegalStateException("boom", new RuntimeException("its cause")));
    assertEquals(3, json.size());
    assertEquals("java.lang.IllegalStateException", json.get("type").textValue());
    assertEquals("boom", json.get("message").textValue());
    String trace = json.get("trace").textValue();
    assertTrue(trace.startsWith("java.lang.IllegalStateException: boom"), trace);
    assertTrue(trace.contains("\tat io.github.plutojava.FailReasonTest."), trace);
    assertTrue(trace.contains("Caused by: java.lang.RuntimeException: its cause"), trace);
  }

  @Test
  void ofAnExceptionWithoutAMessageSaysSo() {
    assertEquals("no reason given", of(new NullPointerException()).get("message").textValue());
  }

  @Test
  void hasAtMost64KiB() {
    for (String each : new String[] {"x", "\u0001", "\"", "é", "項", "💥"}) {
      String all = each.repeat(200_000 / each.length());
      assertFits(Ending.fail(all, LIMIT), 50_000);
      assertFits(Ending.fail(new Exception(all, new Exception(all)), LIMIT), 50_000);
      assertFits(Ending.fail("short", LIMIT), 10);
    }
  }

  /** A text that is cut is cut no more than need be. */
  private static void assertFits(Ending ending, int least) {
    String json = FailReason.of(ending, KEY);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
    assertTrue(bytes >= least, bytes + " bytes");
    assertFalse(json.contains("?"), "half a pair");
    assertTrue(read(json).has("message"));
  }

  @Test
  void hasNothingThatTheServerCannotStore() {
    String bad = "a\u0000b\uD800c\uDC00d\uD83D\uDCA5";
    String safe = "a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDCA5";
    JsonNode json = read(FailReason.of(Ending.fail(bad, LIMIT), KEY));
    assertEquals(safe, json.get("message").textValue());
    json = of(new Exception("x", new Exception(bad)));
    assertTrue(json.get("trace").textValue().contains(safe));
  }

  @Test
  void hasNoApiKey() {
    Exception cause = new Exception("key " + KEY, new Exception("Bearer " + KEY + "\\"));
    cause.addSuppressed(new Exception(KEY));
    String json = FailReason.of(Ending.fail(cause, LIMIT), KEY);
    assertFalse(json.contains(KEY), json);
    assertEquals("key ██", read(json).get("message").textValue());
    assertEquals("{\"message\":\"██\"}", FailReason.of(Ending.fail(KEY, LIMIT), KEY));
  }

  @Test
  void ofAnExceptionThatThrowsItselfIsWhatCanBeHad() {
    JsonNode json =
        of(
            new RuntimeException("hidden") {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new AssertionError("not even this");
              }
            });
    assertEquals("no reason given", json.get("message").textValue());
    assertTrue(json.get("type").textValue().startsWith("io.github.plutojava.FailReasonTest$"));
    assertEquals(
        "\n(it cannot be printed: java.lang.AssertionError)", json.get("trace").textValue());
  }

  @Test
  void ofAnExceptionThatPrintsMuchIsItsBeginning() {
    JsonNode json =
        of(
            new RuntimeException("x") {
              private static final long serialVersionUID = 1L;

              @Override
              public void printStackTrace(PrintWriter writer) {
                for (int i = 0; i < 10_000; i++) {
                  writer.print("a line of a trace that never ends, ");
                }
              }
            });
    assertTrue(json.get("trace").textValue().startsWith("a line of a trace"));
  }

  @Test
  void ofCausesInACircleEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    String trace = of(first).get("trace").textValue();
    assertTrue(trace.contains("Caused by: java.lang.Exception: second"), trace);
    assertTrue(trace.contains("CIRCULAR REFERENCE"), trace);
  }

  private static JsonNode of(Throwable cause) {
    return read(FailReason.of(Ending.fail(cause, LIMIT), KEY));
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }
}
