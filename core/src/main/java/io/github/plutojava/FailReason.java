package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.wire.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Writes why a run failed, as JSON that the server stores with it. */
final class FailReason {
  /** The most bytes of UTF-8 that are sent. */
  private static final int MAX_BYTES = 64 * 1024;

  private static final int MAX_MESSAGE = 8 * 1024;
  private static final int MAX_TYPE = 1024;

  /** More than is sent: a key that is cut in two is then not sent either. */
  private static final int MAX_TRACE = 2 * MAX_BYTES;

  private FailReason() {}

  /**
   * Returns {@code {"type","message","trace"}}, or {@code {"message"}} if there is no exception.
   *
   * @param key masked wherever it stands
   */
  static String of(Ending ending, String key) {
    Throwable cause = ending.cause;
    String message = cause == null ? ending.reason : message(cause);
    String given = message == null || isBlank(message) ? "no reason given" : message;
    return cause == null
        ? write(null, safe(given, key), null)
        : write(
            cut(safe(cause.getClass().getName(), key), MAX_TYPE),
            cut(safe(given, key), MAX_MESSAGE),
            safe(trace(cause), key));
  }

  /** An exception of the user's own can throw from its getters. */
  private static @Nullable String message(Throwable cause) {
    try {
      return cause.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }

  private static String trace(Throwable cause) {
    StringBuilder trace = new StringBuilder();
    try {
      cause.printStackTrace(new PrintWriter(new Beginning(trace)));
    } catch (Throwable e) { // One of the user's own.
      trace.append("\n(it cannot be printed: ").append(e.getClass().getName()).append(')');
    }
    return trace.toString();
  }

  /** Keeps the beginning of what is written: a chain of causes can be megabytes. */
  private static final class Beginning extends Writer {
    private final StringBuilder text;

    Beginning(StringBuilder text) {
      this.text = text;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      text.append(chars, offset, Math.min(length, Math.max(0, MAX_TRACE - text.length())));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** As the server sees it: no method of Java's knows all that is white. */
  private static boolean isBlank(String text) {
    return text.codePoints()
        .allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85);
  }

  /** Cuts the last of the texts, which must be safe. */
  private static String write(@Nullable String type, String message, @Nullable String trace) {
    int length = MAX_BYTES;
    while (true) {
      String json =
          trace == null
              ? json(type, cut(message, length), null)
              : json(type, message, cut(trace, length));
      if (utf8Length(json) <= MAX_BYTES) {
        return json;
      }
      length -= length / 8;
    }
  }

  private static String json(@Nullable String type, String message, @Nullable String trace) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonObject.FACTORY.createGenerator(text)) {
      json.writeStartObject();
      if (type != null) {
        json.writeStringField("type", type);
      }
      json.writeStringField("message", message);
      if (trace != null) {
        json.writeStringField("trace", trace);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("nothing can fail in memory", e);
    }
    return text.toString();
  }

  private static int utf8Length(String text) {
    return text.codePoints().map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4).sum();
  }

  /** Without what the server can never store: U+0000 and unpaired surrogates. */
  private static String safe(String text, String key) {
    StringBuilder safe = new StringBuilder(text.length());
    Redaction.redact(text, key)
        .codePoints()
        .forEach(
            c -> {
              boolean isUnpaired = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
              safe.appendCodePoint(c == 0 || isUnpaired ? '\uFFFD' : c);
            });
    return safe.toString();
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length);
  }
}
