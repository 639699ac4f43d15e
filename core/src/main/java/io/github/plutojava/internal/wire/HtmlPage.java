package io.github.plutojava.internal.wire;

import io.github.plutojava.internal.text.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognizes pages that are made for people, such as a login page, in the place of an answer. */
public final class HtmlPage {
  /** How many bytes from its beginning a text must show that it is HTML. */
  public static final int BEGINNING = 1024;

  /** Stops at the next {@code <}, so that a long page takes linear time. */
  private static final Pattern TITLE =
      Pattern.compile("<title[^<>]*>([^<]*)</title", Pattern.CASE_INSENSITIVE);

  /**
   * Comments, white space, a byte order mark and XML's declaration may come before the first tag.
   */
  private static final Pattern START =
      Pattern.compile(
          "(?:[\\s\ufeff]|<!--.*?-->|<\\?xml.*?\\?>)*+<(!doctype html|html|head|title|body)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private HtmlPage() {}

  /** Returns whether what begins so is HTML, or XHTML. */
  public static boolean isHtml(String beginning) {
    return START.matcher(beginning).lookingAt();
  }

  /** Returns the page's title, on one line; empty if it has none. */
  public static String title(String text) {
    Matcher title = TITLE.matcher(text);
    return title.find() ? Text.line(title.group(1)) : "";
  }

  /** Returns words such as "is an HTML page ('Sign in')". */
  public static String describe(String text) {
    String title = title(text);
    return "is an HTML page" + (title.isEmpty() ? "" : " (" + Text.quote(title) + ")");
  }
}
