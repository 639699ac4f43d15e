package io.github.plutojava.internal.text;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps the API key out of what people read, in case the server repeats it. */
public final class Redaction {
  private static final String MASK = "██";

  private static final String CUT = "...";

  /** A shorter beginning of a key tells nothing: keys of Pluto begin with the same five. */
  private static final int LEAST_OF_KEY = 8;

  private Redaction() {}

  /**
   * Returns {@code text} with each occurrence of {@code key} masked, also where JSON spells it with
   * escapes. If the key is null, nothing is masked.
   */
  public static String redact(String text, @Nullable String key) {
    if (key == null) {
      return text;
    }
    String masked =
        text.indexOf('\\') < 0
            ? text.replace(key, MASK)
            : inJson(key).matcher(text).replaceAll(MASK);
    return withoutBeginning(masked, key);
  }

  /** Masks what is left of a key where somebody, such as Jackson, has cut the text. */
  private static String withoutBeginning(String text, String key) {
    for (int cut = text.indexOf(CUT); cut >= 0; cut = text.indexOf(CUT, cut + 1)) {
      for (int length = key.length() - 1; length >= LEAST_OF_KEY; length--) {
        if (text.startsWith(key.substring(0, length), cut - length)) {
          return text.substring(0, cut - length)
              + MASK
              + withoutBeginning(text.substring(cut), key);
        }
      }
    }
    return text;
  }

  /** Matches the key with each of its characters plain or escaped (RFC 8259, section 7). */
  private static Pattern inJson(String key) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      int c = key.charAt(i);
      pattern.append(String.format("(?:\\\\u(?i:%04x)|\\\\?\\x%02x)", c, c));
    }
    return Pattern.compile(pattern.toString());
  }

  /**
   * Returns {@code failure} or, if it, a cause or a suppressed exception mentions {@code key}, a
   * stand-in with the key masked.
   */
  public static IOException redact(IOException failure, @Nullable String key) {
    return (IOException) redact((Throwable) failure, key);
  }

  /** As {@link #redact(IOException, String)}, of anything; the stand-in is an IOException. */
  public static Throwable redact(Throwable failure, @Nullable String key) {
    if (key == null || !mentions(failure, key, newIdentitySet())) {
      return failure;
    }
    IOException standIn =
        new IOException(
            failure.getClass().getName() + ": " + redact("" + failure.getMessage(), key));
    standIn.setStackTrace(failure.getStackTrace());
    return standIn;
  }

  private static boolean mentions(@Nullable Throwable e, String key, Set<Throwable> seen) {
    if (e == null || !seen.add(e)) {
      return false;
    }
    if (!redact(e.toString(), key).equals(e.toString()) || mentions(e.getCause(), key, seen)) {
      return true;
    }
    for (Throwable suppressed : e.getSuppressed()) {
      if (mentions(suppressed, key, seen)) {
        return true;
      }
    }
    return false;
  }

  private static Set<Throwable> newIdentitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
