package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Writes {@link ResumeTarget}s and reads {@link ResumedRun}s, strictly and without reflection. */
final class RunJson {
  static final JsonFactory FACTORY = new JsonFactory();

  private RunJson() {}

  /** Writes the request body: exactly one identifier, no nulls. */
  static byte[] write(ResumeTarget target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      if (target instanceof ResumeTarget.ById byId) {
        json.writeNumberField("runId", byId.runId());
      } else if (target instanceof ResumeTarget.ByDisplayId byDisplayId) {
        json.writeStringField("displayId", byDisplayId.displayId());
        if (byDisplayId.projectName() != null) {
          json.writeStringField("projectName", byDisplayId.projectName());
        }
      } else {
        ResumeTarget.ByExternalId byExternalId = (ResumeTarget.ByExternalId) target;
        json.writeStringField("externalId", byExternalId.externalId());
        json.writeStringField("projectName", byExternalId.projectName());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("nothing can fail in memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads the answer.
   *
   * @throws MalformedAnswerException if it is not one object with all seven properties, each once
   *     and of its type
   */
  static ResumedRun read(InputStream body) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      return read(json);
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static ResumedRun read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException(
          json.currentToken() == null ? "is empty" : "is not a JSON object");
    }
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      fields.read(name, json);
    }
    if (json.nextToken() != null) {
      throw new MalformedAnswerException("goes on after the JSON object");
    }
    return fields.toRun();
  }

  /** The properties of one answer, as they come. */
  private static final class Fields {
    private @Nullable Long runId;
    private @Nullable Long number;
    private boolean hasNumber;
    private @Nullable String displayId;
    private boolean hasDisplayId;
    private @Nullable String projectName;
    private @Nullable String organizationSlug;
    private @Nullable String url;
    private boolean resumed;

    void read(String name, JsonParser json) throws IOException {
      switch (name) {
        case "runId" -> {
          once(name, runId != null);
          runId = integer(name, json);
        }
        case "number" -> {
          once(name, hasNumber);
          hasNumber = true;
          number = json.currentToken() == JsonToken.VALUE_NULL ? null : integer(name, json);
        }
        case "displayId" -> {
          once(name, hasDisplayId);
          hasDisplayId = true;
          displayId = json.currentToken() == JsonToken.VALUE_NULL ? null : string(name, json);
        }
        case "projectName" -> {
          once(name, projectName != null);
          projectName = string(name, json);
        }
        case "organizationSlug" -> {
          once(name, organizationSlug != null);
          organizationSlug = string(name, json);
        }
        case "url" -> {
          once(name, url != null);
          url = string(name, json);
        }
        case "resumed" -> {
          once(name, resumed);
          if (json.currentToken() != JsonToken.VALUE_TRUE) {
            throw wrongType(name, "true", json);
          }
          resumed = true;
        }
        default -> json.skipChildren();
      }
    }

    ResumedRun toRun() throws MalformedAnswerException {
      long runId = required("runId", this.runId);
      require("number", hasNumber);
      require("displayId", hasDisplayId);
      String projectName = required("projectName", this.projectName);
      String organizationSlug = required("organizationSlug", this.organizationSlug);
      String url = required("url", this.url);
      require("resumed", resumed);
      return new ResumedRun(runId, number, displayId, projectName, organizationSlug, url, resumed);
    }

    private static void once(String name, boolean isRead) throws MalformedAnswerException {
      if (isRead) {
        throw new MalformedAnswerException("has the property '" + name + "' twice");
      }
    }

    private static <T> T required(String name, @Nullable T value) throws MalformedAnswerException {
      require(name, value != null);
      return requireNonNull(value);
    }

    private static void require(String name, boolean isRead) throws MalformedAnswerException {
      if (!isRead) {
        throw new MalformedAnswerException("lacks the property '" + name + "'");
      }
    }

    private static long integer(String name, JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw wrongType(name, "an integer", json);
      }
      if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw new MalformedAnswerException("has the property '" + name + "' out of range");
      }
      return json.getLongValue();
    }

    private static String string(String name, JsonParser json) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw wrongType(name, "a string", json);
      }
      return json.getText();
    }

    private static MalformedAnswerException wrongType(
        String name, String expected, JsonParser json) {
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
}
