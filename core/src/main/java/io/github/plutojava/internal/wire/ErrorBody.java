package io.github.plutojava.internal.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says, in whichever of its shapes: {@code {"error": string}}, a
 * validation error's {@code {"error": {"issues": [{"message", "path"}]}}}, JSON of other servers, a
 * gateway's HTML, text, or nothing. The API key is masked.
 *
 * @param error what is wrong; empty if the body does not say
 * @param detail what Pluto may say besides, as {@code message}
 * @param noSuchRun whether these are Pluto's words for a run that is missing. Many servers have
 *     JSON with an {@code error} for a path that they lack
 */
public record ErrorBody(String error, @Nullable String detail, boolean noSuchRun) {
  private static final String NO_SUCH_RUN = "Run not found";

  /** No tag has one in it: so that each is looked at once, however long the page. */
  private static final Pattern HTML_TITLE =
      Pattern.compile("<title[^<>]*>([^<]*)</title", Pattern.CASE_INSENSITIVE);

  /**
   * Reads it.
   *
   * @param key masked wherever it stands, also where JSON spells it with escapes
   */
  public static ErrorBody read(String body, @Nullable String key) {
    String text = body.trim();
    if (text.startsWith("{")) {
      try (JsonParser json = JsonObject.FACTORY.createParser(text)) {
        return readObject(json).redact(key);
      } catch (IOException e) { // Not JSON, or cut: its text has to do.
      }
    }
    String safe = Redaction.redact(text, key); // Before it is cut within the key.
    if (text.startsWith("<")) {
      Matcher title = HTML_TITLE.matcher(safe);
      return new ErrorBody(title.find() ? Text.line(title.group(1)) : "", null, false);
    }
    return new ErrorBody(Text.line(safe), null, false);
  }

  private ErrorBody redact(@Nullable String key) {
    return new ErrorBody(
        Redaction.redact(error, key),
        detail == null ? null : Redaction.redact(detail, key),
        noSuchRun);
  }

  private static ErrorBody readObject(JsonParser json) throws IOException {
    String error = null;
    String message = null;
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("error") && value == JsonToken.START_OBJECT) {
        error = readErrorObject(json);
      } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
        error = json.getText();
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return error == null
        ? new ErrorBody(message == null ? "" : message, null, false)
        : new ErrorBody(error, message, error.equals(NO_SUCH_RUN));
  }

  /**
   * Reads the {@code error} that is an object: as one line a validation error of Pluto's, which has
   * issues, and of another's its message.
   */
  private static String readErrorObject(JsonParser json) throws IOException {
    List<String> issues = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_ARRAY && name.equals("issues")) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          issues.add(readIssue(json));
        }
      } else if (value == JsonToken.VALUE_STRING && name.equals("message")) {
        issues.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return String.join("; ", issues);
  }

  private static String readIssue(JsonParser json) throws IOException {
    List<String> path = new ArrayList<>();
    String message = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("path") && value == JsonToken.START_ARRAY) {
        while (json.nextToken().isScalarValue()) {
          path.add(json.getText());
        }
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return path.isEmpty() ? message : String.join(".", path) + ": " + message;
  }
}
