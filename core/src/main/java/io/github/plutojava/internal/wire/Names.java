package io.github.plutojava.internal.wire;

import io.github.plutojava.internal.text.Text;

/**
 * The rule for external IDs and project names: the server's database must be able to look them up.
 */
public final class Names {
  private Names() {}

  /**
   * Returns {@code value}.
   *
   * @throws IllegalArgumentException if the server would refuse it
   */
  public static String check(String argument, String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          argument
              + " "
              + Text.absence(value)
              + ": give the one that was set when the run was made");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw unusable(argument, value, i, "a NUL character, which Pluto cannot store");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSurrogatePair(c, i + 1 < value.length() ? value.charAt(i + 1) : 0)) {
          throw unusable(argument, value, i, "an unpaired surrogate, which is not valid Unicode");
        }
        i++;
      }
    }
    return value;
  }

  private static IllegalArgumentException unusable(
      String argument, String value, int index, String what) {
    return new IllegalArgumentException(
        argument + " " + Text.quote(value) + " has at index " + index + " " + what);
  }
}
