package io.github.plutojava.internal.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "eval/loss", " a ", "é", "項目", "😀", "\u200B", "\u0001", "\uFEFF"})
  void theseAreTaken(String name) {
    assertSame(name, MetricNames.check(name));
  }

  @Test
  void onlyWhiteSpaceIsRefusedAsTheServerDoes() {
    for (int c = 1; c < 0x3100; c++) {
      boolean isWhiteSpace =
          (c >= 9 && c <= 13)
              || c == 0x20
              || c == 0x85
              || c == 0xA0
              || c == 0x1680
              || (c >= 0x2000 && c <= 0x200A)
              || c == 0x2028
              || c == 0x2029
              || c == 0x202F
              || c == 0x205F
              || c == 0x3000;
      String name = " " + (char) c;
      if (isWhiteSpace) {
        assertThrows(
            IllegalArgumentException.class, () -> MetricNames.check(name), Integer.toHexString(c));
      } else {
        assertSame(name, MetricNames.check(name));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', name '' is empty: give the metric a name that people can see",
    "' ', name ' ' is only white space: give the metric a name that people can see",
  })
  void whatNobodySeesIsRefused(String name, String message) {
    assertRefused(name, message);
  }

  @Test
  void whatCannotBeStoredIsRefused() {
    assertRefused(
        "a\0", "name 'a\\u0000' has a NUL character at index 1, which Pluto cannot store");
    String unpaired = ", which is not valid Unicode: was a character cut in two?";
    assertRefused("a\uD800", "name 'a\\ud800' has an unpaired surrogate at index 1" + unpaired);
    assertRefused("\uDC00b", "name '\\udc00b' has an unpaired surrogate at index 0" + unpaired);
    assertRefused(
        "\uD83D\uD83D\uDE00", "name '\\ud83d😀' has an unpaired surrogate at index 0" + unpaired);
  }

  @ParameterizedTest
  @CsvSource({"a, 1000", "é, 500", "項, 333", "😀, 250"})
  void aThousandBytesAreTakenAndNoMore(String character, int most) {
    String longest = character.repeat(most);
    assertSame(longest, MetricNames.check(longest));
    int bytes = 1000 + (character.equals("項") ? 2 : character.length() == 2 ? 4 : 1);
    bytes += character.equals("é") ? 1 : 0;
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> MetricNames.check(longest + character));
    assertEquals(
        "has "
            + bytes
            + " bytes of UTF-8; Pluto takes at most 1000: shorten it, and put what"
            + " varies into the step",
        refusal.getMessage().replaceFirst("name '.*' ", ""));
  }

  @Test
  @SuppressWarnings("NullAway") // Callers may.
  void nullIsNamed() {
    assertEquals(
        "name",
        assertThrows(NullPointerException.class, () -> MetricNames.check(null)).getMessage());
  }

  private static void assertRefused(String name, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> MetricNames.check(name)).getMessage());
  }
}
