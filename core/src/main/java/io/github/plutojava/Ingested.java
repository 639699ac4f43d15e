package io.github.plutojava;

import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.ResponseBody;

/**
 * The ingest service's answer to points.
 *
 * @param records how many it took, or -1 if it does not say
 */
record Ingested(long records) {
  private static final Pattern RECORDS = Pattern.compile("([0-9]{1,18}) records");

  /**
   * Reads the answer.
   *
   * @throws MalformedAnswerException if it is a page for people, such as a proxy's login, since the
   *     points did not arrive then
   */
  static Ingested read(ResponseBody body) throws IOException {
    String text = body.string().trim();
    if (text.startsWith("<")) {
      throw new MalformedAnswerException("is a page for people");
    }
    Matcher records = RECORDS.matcher(text);
    if (records.find()) {
      return new Ingested(Long.parseLong(records.group(1)));
    }
    MediaType type = body.contentType();
    if (!text.isEmpty() && type != null && type.subtype().equals("html")) {
      throw new MalformedAnswerException("is an HTML page");
    }
    return new Ingested(-1);
  }
}
