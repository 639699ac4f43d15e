package io.github.plutojava;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the body of an error in whichever of its shapes: {@code {"error": string}}, a validation
 * error's {@code {"error": {"issues": [{"message", "path"}]}}}, a gateway's HTML, text, or nothing.
 */
final class ErrorBody {
  private static final Pattern HTML_TITLE =
      Pattern.compile("<title[^>]*>([^<]*)</title", Pattern.CASE_INSENSITIVE);

  private ErrorBody() {}

  static ServerWords read(String body) {
    String text = body.trim();
    if (text.startsWith("{")) {
      try (JsonParser json = RunJson.FACTORY.createParser(text)) {
        return readObject(json);
      } catch (IOException e) { // Not JSON, or cut: its text has to do.
        return new ServerWords(Text.line(text), null, false);
      }
    }
    if (text.startsWith("<")) {
      Matcher title = HTML_TITLE.matcher(text);
      return new ServerWords(title.find() ? Text.line(title.group(1)) : "", null, false);
    }
    return new ServerWords(Text.line(text), null, false);
  }

  private static ServerWords readObject(JsonParser json) throws IOException {
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
      return new ServerWords(error, message, true);
    }
    return new ServerWords(message == null ? "" : message, null, false);
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
