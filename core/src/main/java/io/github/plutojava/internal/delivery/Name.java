package io.github.plutojava.internal.delivery;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** A metric's name, and how it is written. */
final class Name {
  final String text;

  /** As JSON in UTF-8, with the colon after it. */
  final byte[] json;

  /** About how many bytes a point of it takes. */
  final int pointBytes;

  /** Which name of the run it is; set when it is taken. */
  int number = -1;

  /** The last line that has it, so that no line has it twice; only for {@link Lines}. */
  long line = -1;

  Name(String text) {
    this.text = text;
    byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    json = new byte[escaped.length + 3];
    json[0] = '"';
    System.arraycopy(escaped, 0, json, 1, escaped.length);
    json[escaped.length + 1] = '"';
    json[escaped.length + 2] = ':';
    pointBytes = json.length + Lines.VALUE;
  }
}
