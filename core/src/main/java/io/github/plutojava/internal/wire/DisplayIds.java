package io.github.plutojava.internal.wire;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.text.Text;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows which display IDs the server accepts, and how it reads them. */
public final class DisplayIds {
  /**
   * The server's pattern. {@link #MAX} bounds its {@code \d+}, without leading zeros. Matching
   * looks at each character once or twice, however long the text is.
   */
  private static final Pattern FORMAT = Pattern.compile("([A-Za-z0-9]+)-0*([1-9][0-9]*|0)");

  /**
   * The server answers a larger number with a 500. A number that JavaScript reads as infinite even
   * resumed another run.
   */
  private static final int MAX = Integer.MAX_VALUE;

  private DisplayIds() {}

  /**
   * Checks a display ID.
   *
   * @throws IllegalArgumentException if the server would refuse {@code displayId} or misread it
   */
  public static void check(String displayId) {
    requireNonNull(displayId, "displayId");
    Matcher parts = FORMAT.matcher(displayId);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "displayId "
              + Text.quote(displayId)
              + " is not PREFIX-NUMBER in ASCII letters and digits, such as MMP-1: the server does"
              + " not accept it. If this is what Pluto itself shows, resume the run by its numeric"
              + " ID: ResumeTarget.byId(runId). If it is an ID of your own, use"
              + " ResumeTarget.byExternalId");
    }
    String number = parts.group(2);
    if (number.length() > 10 || Long.parseLong(number) > MAX) {
      throw new IllegalArgumentException(
          "displayId "
              + Text.quote(displayId)
              + " has a number above "
              + MAX
              + ", the largest that the server accepts");
    }
  }

  /**
   * Returns whether the server reads {@code asked} as the ID of the run that it calls {@code
   * answered}.
   */
  public static boolean same(String asked, @Nullable String answered) {
    return asked.equals(answered)
        || (answered != null && normalize(asked).equals(normalize(answered)));
  }

  private static String normalize(String displayId) {
    Matcher parts = FORMAT.matcher(displayId);
    return parts.matches()
        ? parts.group(1).toUpperCase(Locale.ROOT) + "-" + parts.group(2)
        : displayId;
  }
}
