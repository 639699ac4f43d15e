package io.github.plutojava.internal.wire;

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

  /** What {@code byId} takes; a literal of Java's with leading zeros would be octal. */
  private static final Pattern RUN_ID = Pattern.compile("0*([1-9][0-9]{0,15})");

  /**
   * The server answers a larger number with a 500. A number that JavaScript reads as infinite even
   * resumed another run.
   */
  private static final int MAX = Integer.MAX_VALUE;

  /** The largest integer that JavaScript, in which the server counts, knows exactly. */
  private static final long MAX_RUN_ID = (1L << 53) - 1;

  private DisplayIds() {}

  /**
   * Checks a display ID.
   *
   * @throws IllegalArgumentException if the server would refuse {@code displayId} or misread it
   */
  public static void check(String displayId) {
    String absence = Text.absence(displayId);
    if (absence != null) {
      throw new IllegalArgumentException(
          "displayId " + absence + ": give the ID that the run's page shows, such as MMP-1");
    }
    Matcher parts = FORMAT.matcher(displayId);
    if (!parts.matches()) {
      throw isUrl(displayId)
          ? new IllegalArgumentException( // It can hold a password.
              "displayId is a URL: give the display ID that its page shows, such as MMP-1")
          : unusable(displayId, otherThing(displayId));
    }
    String number = parts.group(2);
    if (number.length() > 10 || Long.parseLong(number) > MAX) {
      throw unusable(
          displayId, "has a number above " + MAX + ", the largest that the server accepts");
    }
  }

  private static boolean isUrl(String text) {
    int dot = text.indexOf('.');
    return text.contains("://") || (dot > 0 && text.indexOf('/') > dot);
  }

  /** Says what it is that is no display ID, and what to do about it. */
  private static String otherThing(String displayId) {
    for (int i = 0; i < displayId.length(); i++) {
      if (Text.isWhiteSpace(displayId.charAt(i))) {
        return "has white space at index "
            + i
            + ", which no display ID has: strip() what you read from a file. If it is an ID of your"
            + " own, use ResumeTarget.byExternalId";
      }
    }
    Matcher runId = RUN_ID.matcher(displayId);
    if (runId.matches() && Long.parseLong(runId.group(1)) <= MAX_RUN_ID) {
      String digits = runId.group(1);
      return "is a number without a prefix. Is it a run ID? Then use ResumeTarget.byId("
          + digits
          + (digits.length() < 10 ? ")" : "L)");
    }
    return "is not PREFIX-NUMBER in ASCII letters and digits, such as MMP-1, which stands beside the"
        + " run's title: the server does not accept it. If this stands there, resume the run by its"
        + " numeric ID: ResumeTarget.byId(runId). If it is an ID of your own, use"
        + " ResumeTarget.byExternalId";
  }

  private static IllegalArgumentException unusable(String displayId, String why) {
    return new IllegalArgumentException("displayId " + Text.quote(displayId) + " " + why);
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
