package io.github.plutojava.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Text from outside, in one line of a message. */
class TextTest {
  @Test
  void cutsWhatIsLongerThan200Characters() {
    assertEquals("x".repeat(200), Text.line("x".repeat(200)));
    assertEquals("x".repeat(200) + "…", Text.line("x".repeat(201)));
    assertEquals("x".repeat(199) + "🚀…", Text.line("x".repeat(199) + "🚀y"));
  }

  @Test
  void makesOneSpaceOfWhatIsNotVisible() {
    assertEquals("a b c", Text.line(" \r\n a\u2028\t\u202e b\u0000\u001b\ud800c \n"));
    assertEquals("", Text.line(" \n "));
  }

  @Test
  void quotesSoThatNothingIsLost() {
    assertEquals("' a  b '", Text.quote(" a  b "));
    assertEquals(
        "'a\\u000d\\u000ab\\u00a0\\ufeff\\u0000\\ud800🚀'",
        Text.quote("a\r\nb\u00a0\ufeff\u0000\ud800🚀"));
    assertEquals("'" + "x".repeat(200) + "'", Text.quote("x".repeat(200)));
    assertEquals("'" + "x".repeat(200) + "…'", Text.quote("x".repeat(201)));
  }
}
