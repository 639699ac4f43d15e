package io.github.plutojava.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where an HTTP/1.1 message ends. */
final class HttpMessage {
  private static final String LENGTH = "\r\ncontent-length: ";
  private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";

  private HttpMessage() {}

  /** Returns whether the first {@code count} bytes are a whole message. */
  static boolean isWhole(byte[] bytes, int count) {
    String head = head(bytes, count);
    if (head.isEmpty()) {
      return false;
    }
    return head.contains(CHUNKED)
        ? hasLastChunk(bytes, head.length(), count)
        : count >= head.length() + length(head);
  }

  /** Returns how many bytes the body has that belongs to {@code head}, which is in lower case. */
  static int length(String head) {
    int length = head.indexOf(LENGTH);
    if (length < 0) {
      return 0;
    }
    int start = length + LENGTH.length();
    return Integer.parseInt(head, start, head.indexOf('\r', start), 10);
  }

  /** Returns the head in lower case with the empty line at its end, or "" if it is not all here. */
  static String head(byte[] bytes, int count) {
    for (int i = 3; i < count; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return new String(bytes, 0, i + 1, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static boolean hasLastChunk(byte[] bytes, int start, int count) {
    int position = start;
    while (true) {
      int size = 0;
      while (position < count && bytes[position] != '\r') {
        size = size * 16 + Character.digit(bytes[position++], 16);
      }
      position += "\r\n".length() + size + "\r\n".length();
      if (position > count) {
        return false;
      }
      if (size == 0) {
        return true;
      }
    }
  }
}
