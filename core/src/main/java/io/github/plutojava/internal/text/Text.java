package io.github.plutojava.internal.text;

import org.jspecify.annotations.Nullable;

/** Makes text from outside fit for one line of a message. */
public final class Text {
  private static final int MAX_LENGTH = 200;

  private Text() {}

  /** Returns "is null", "is empty" or "is blank" if that is so, else null. */
  public static @Nullable String absence(@Nullable String text) {
    if (text == null) {
      return "is null";
    }
    if (text.isEmpty()) {
      return "is empty";
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isWhiteSpace(text.charAt(i))) {
        return null;
      }
    }
    return "is blank";
  }

  /** Returns whether {@code c} is a space of any kind, the no-break ones included. */
  public static boolean isWhiteSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * Returns the text shortened, in single quotes, with invisible characters and line breaks
   * escaped.
   */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); ) {
      if (quoted.length() > MAX_LENGTH) {
        quoted.append('…');
        break;
      }
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c != ' ' && isUnprintable(c)) {
        quoted.append(String.format("\\u%04x", c));
      } else {
        quoted.appendCodePoint(c);
      }
    }
    return quoted.append("'").toString();
  }

  /**
   * Returns the text shortened and trimmed, with one space for each run of white space and
   * invisible characters.
   */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isUnprintable(c)) {
        gap = line.length() > 0;
        continue;
      }
      if (line.length() >= MAX_LENGTH) {
        return line.append('…').toString();
      }
      if (gap) {
        line.append(' ');
        gap = false;
      }
      line.appendCodePoint(c);
    }
    return line.toString();
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
