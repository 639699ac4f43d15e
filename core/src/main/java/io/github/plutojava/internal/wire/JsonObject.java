package io.github.plutojava.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that must be one JSON object. Reading is strict: each property that the caller
 * reads must occur exactly once and have the right type.
 */
public final class JsonObject {
  /** Makes all readers and writers of JSON, which share its caches. */
  public static final JsonFactory FACTORY = new JsonFactory();

  /** Receives the properties in the order in which they come. */
  public interface Properties {
    /** Reads the value of the property {@code name} from {@code object}, or skips it. */
    void take(String name, JsonObject object) throws IOException;
  }

  private final JsonParser json;
  private final Set<String> taken = new HashSet<>();
  private String name = "";

  private JsonObject(JsonParser json) {
    this.json = json;
  }

  /**
   * Reads an answer. On the returned object, the caller can {@linkplain #require require}
   * properties.
   *
   * @throws MalformedAnswerException if the answer is not one JSON object, or if {@code properties}
   *     throws it
   */
  public static JsonObject read(InputStream body, Properties properties) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      JsonObject object = new JsonObject(json);
      object.read(properties);
      return object;
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private void read(Properties properties) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException(
          json.currentToken() == null ? "is empty" : "is not a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      name = json.currentName();
      json.nextToken();
      properties.take(name, this);
    }
    if (json.nextToken() != null) {
      throw new MalformedAnswerException("goes on after the JSON object");
    }
  }

  /** Reads an integer in the range of a long. */
  public long integer() throws IOException {
    once();
    return integerHere();
  }

  /** Reads an integer in the range of a long, or null. */
  public @Nullable Long integerOrNull() throws IOException {
    once();
    return json.currentToken() == JsonToken.VALUE_NULL ? null : integerHere();
  }

  private long integerHere() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType("an integer");
    }
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new MalformedAnswerException("has the property '" + name + "' out of range");
    }
    return json.getLongValue();
  }

  /** Reads a string. */
  public String string() throws IOException {
    once();
    return stringHere();
  }

  /** Reads a string, or null. */
  public @Nullable String stringOrNull() throws IOException {
    once();
    return json.currentToken() == JsonToken.VALUE_NULL ? null : stringHere();
  }

  private String stringHere() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    return json.getText();
  }

  /** Reads {@code true}, which is the only value allowed. */
  public boolean onlyTrue() throws IOException {
    once();
    if (json.currentToken() != JsonToken.VALUE_TRUE) {
      throw wrongType("true");
    }
    return true;
  }

  /** Skips a value of any type. A property that is skipped may be repeated. */
  public void skip() throws IOException {
    json.skipChildren();
  }

  /** Throws an exception if the property was not read. */
  public void require(String property) throws MalformedAnswerException {
    if (!taken.contains(property)) {
      throw new MalformedAnswerException("lacks the property '" + property + "'");
    }
  }

  private void once() throws MalformedAnswerException {
    if (!taken.add(name)) {
      throw new MalformedAnswerException("has the property '" + name + "' twice");
    }
  }

  private MalformedAnswerException wrongType(String expected) {
    return new MalformedAnswerException(
        "has the property '"
            + name
            + "' as "
            + describe(json.currentToken())
            + " instead of "
            + expected);
  }

  private static String describe(@Nullable JsonToken token) {
    return switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case START_ARRAY -> "an array";
      default -> "an object";
    };
  }
}
