package io.github.plutojava.internal.wire;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.text.Text;

/** The rule for names of metrics: what ingest takes. */
public final class MetricNames {
  /** The most bytes of UTF-8 that the server takes. */
  static final int MAX_BYTES = 1_000;

  private MetricNames() {}

  /** Returns {@code name}, or throws if the server would not take it. */
  public static String check(String name) {
    requireNonNull(name, "name");
    boolean isBlank = true;
    int bytes = 0;
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      if (c == 0) {
        throw unusable(name, "has a NUL character at index " + i + ", which Pluto cannot store");
      }
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw unusable(
            name,
            "has an unpaired surrogate at index "
                + i
                + ", which is not valid Unicode: was a character cut in two?");
      }
      isBlank &= isWhiteSpace(c);
      bytes += utf8Length(c);
      i += Character.charCount(c);
    }
    if (isBlank) {
      throw unusable(
          name,
          (name.isEmpty() ? "is empty" : "is only white space")
              + ": give the metric a name that people can see");
    }
    if (bytes > MAX_BYTES) {
      throw unusable(
          name,
          "has "
              + bytes
              + " bytes of UTF-8; Pluto takes at most "
              + MAX_BYTES
              + ": shorten it, and put what varies into the step");
    }
    return name;
  }

  /** Unicode's White_Space, which is what the server trims; no method of Java's is the same. */
  private static boolean isWhiteSpace(int c) {
    return switch (c) {
      case '\t',
          '\n',
          0x0B,
          '\f',
          '\r',
          ' ',
          0x85,
          0xA0,
          0x1680,
          0x2028,
          0x2029,
          0x202F,
          0x205F, //
          0x3000 ->
          true;
      default -> c >= 0x2000 && c <= 0x200A;
    };
  }

  private static int utf8Length(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  private static IllegalArgumentException unusable(String name, String why) {
    return new IllegalArgumentException("name " + Text.quote(name) + " " + why);
  }
}
