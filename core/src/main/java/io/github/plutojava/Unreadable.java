package io.github.plutojava;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Says what a converter of a user's own service could not read. This is a class of its own so that
 * databind is loaded only if one failed.
 */
final class Unreadable {
  private Unreadable() {}

  /**
   * Returns words such as "the property 'metrics[0].value' of the answer cannot be read: …".
   *
   * @param key the API key to mask, or null
   */
  static String words(Throwable failure, @Nullable String key) {
    String property =
        failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? "the property " + Text.quote(Redaction.redact(path(mapping), key)) + " of the answer"
            : "the answer";
    // Jackson's own message goes on with the class names of the path.
    String reason =
        failure instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : failure.getMessage();
    String words = reason == null ? failure.toString() : reason;
    return property + " cannot be read: " + Text.line(Redaction.redact(words, key));
  }

  private static String path(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
