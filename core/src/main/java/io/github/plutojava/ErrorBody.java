package io.github.plutojava;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says, in whichever of its shapes: {@code {"error": string}}, a
 * validation error's {@code {"error": {"issues": [{"message", "path"}]}}}, a gateway's HTML, text,
 * or nothing.
 *
 * @param error what is wrong; empty if the body does not say
 * @param detail what Pluto may say besides, as {@code message}
 * @param fromPluto whether the body is JSON as Pluto makes it
 */
record ErrorBody(String error, @Nullable String detail, boolean fromPluto) {
  /** No tag has one in it: so that each is looked at once, however long the page. */
  private static final Pattern HTML_TITLE =
      Pattern.compile("<title[^<>]*>([^<]*)</title", Pattern.CASE_INSENSITIVE);

  static ErrorBody read(String body) {
    String text = body.trim();
    if (text.startsWith("{")) {
      try (JsonParser json = RunJson.FACTORY.createParser(text)) {
        return readObject(json);
      } catch (IOException e) { // Not JSON, or cut: its text has to do.
        return new ErrorBody(Text.line(text), null, false);
      }
    }
    if (text.startsWith("<")) {
      Matcher title = HTML_TITLE.matcher(text);
      return new ErrorBody(title.find() ? Text.line(title.group(1)) : "", null, false);
    }
    return new ErrorBody(Text.line(text), null, false);
  }

  private static ErrorBody readObject(JsonParser json) throws IOException {
    String error = null;
    String message = null;
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("error") && value == JsonToken.START_OBJECT) {
        error = readValidationError(json);
      } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
        error = json.getText();
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        message = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (error != null) {
      return new ErrorBody(error, message, true);
    }
    return new ErrorBody(message == null ? "" : message, null, false);
  }

  /** Reads the {@code error} that is an object, as one line. */
  private static String readValidationError(JsonParser json) throws IOException {
    List<String> issues = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals("issues")) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          issues.add(readIssue(json));
        }
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
