package io.github.plutojava.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Neither a key nor what somebody has cut of one is read by people. */
class RedactionTest {
  private static final String KEY = "mlps_0123456789abcdef";

  @Test
  void masksEachOccurrence() {
    assertEquals("a ██ b ██", Redaction.redact("a " + KEY + " b " + KEY, KEY));
    assertEquals("██\\n", Redaction.redact("mlps\\u005f0123456789abcdef\\n", KEY));
  }

  @Test
  void masksTheBeginningWhereATextWasCut() {
    assertEquals("'x██...'", Redaction.redact("'x" + KEY.substring(0, 8) + "...'", KEY));
    assertEquals(
        "██... and ██...",
        Redaction.redact(KEY.substring(0, 20) + "... and " + KEY.substring(0, 12) + "...", KEY));
    assertEquals("██......", Redaction.redact(KEY.substring(0, 9) + "......", KEY));
  }

  @Test
  void leavesWhatTellsNothing() {
    String text = "mlps_01... mlps_012345 and so on...";
    assertEquals(text, Redaction.redact(text, KEY));
    assertEquals(text, Redaction.redact(text, null));
  }
}
