package io.github.plutojava.internal.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says. Pluto sends {@code {"error": string}} or, for a validation error,
 * {@code {"error": {"issues": [{"message", "path"}]}}}. Its ingest service sends {@code {"code",
 * "message"}}, and its service "py" {@code {"detail": string}} or {@code {"detail": [{"msg",
 * "loc"}]}}. Other servers send JSON of their own, gateways send HTML, and a body can also be plain
 * text or empty. The API key is masked.
 *
 * @param error what is wrong; empty if the body does not say
 * @param detail the {@code message} that Pluto may add; null if there is none
 * @param noSuchRun whether these are Pluto's words for a missing run. JSON with an {@code error}
 *     alone does not prove that: many servers send it for an unknown path
 */
public record ErrorBody(String error, @Nullable String detail, boolean noSuchRun) {
  private static final String NO_SUCH_RUN = "Run not found";

  /**
   * Reads a body.
   *
   * @param key the API key to mask, also where JSON spells it with escapes; null if there is none
   */
  public static ErrorBody read(String body, @Nullable String key) {
    String text = body.trim();
    if (text.startsWith("{")) {
      try (JsonParser json = JsonObject.FACTORY.createParser(text)) {
        return readObject(json).redact(key);
      } catch (IOException e) { // Not JSON, or cut off: use it as text.
      }
    }
    String safe = Redaction.redact(text, key); // First: shortening could cut the key in two.
    if (text.startsWith("<")) {
      return new ErrorBody(HtmlPage.title(safe), null, false);
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
    String detail = null;
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("error") && value == JsonToken.START_OBJECT) {
        error = readErrorObject(json);
      } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
        error = json.getText();
      } else if (name.equals("detail") && value == JsonToken.START_ARRAY) {
        detail = readIssues(json);
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else if (name.equals("detail") && value == JsonToken.VALUE_STRING) {
        detail = json.getText();
      } else {
        json.skipChildren();
      }
    }
    String words = error == null ? detail : error;
    return words == null
        ? new ErrorBody(message == null ? "" : message, null, false)
        : new ErrorBody(words, message, words.equals(NO_SUCH_RUN));
  }

  /**
   * Reads an {@code error} that is an object, as one line: the issues of Pluto's validation error,
   * or the message of another server's error.
   */
  private static String readErrorObject(JsonParser json) throws IOException {
    List<String> issues = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_ARRAY && name.equals("issues")) {
        issues.add(readIssues(json));
      } else if (value == JsonToken.VALUE_STRING && name.equals("message")) {
        issues.add(json.getText());
      } else {
        json.skipChildren();
      }
    }
    return String.join("; ", issues);
  }

  private static String readIssues(JsonParser json) throws IOException {
    List<String> issues = new ArrayList<>();
    for (JsonToken value = json.nextToken();
        value != JsonToken.END_ARRAY && value != null;
        value = json.nextToken()) {
      if (value == JsonToken.START_OBJECT) {
        issues.add(readIssue(json));
      } else if (value == JsonToken.VALUE_STRING) {
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
      if ((name.equals("path") || name.equals("loc")) && value == JsonToken.START_ARRAY) {
        while (json.nextToken().isScalarValue()) {
          path.add(json.getText());
        }
      } else if ((name.equals("message") || name.equals("msg"))
          && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return path.isEmpty() ? message : String.join(".", path) + ": " + message;
  }
}
