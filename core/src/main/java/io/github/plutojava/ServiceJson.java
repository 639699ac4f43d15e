package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.plutojava.internal.wire.JsonObject;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Writes and reads the JSON of an open run's requests, strictly and without reflection. */
final class ServiceJson {
  private ServiceJson() {}

  static byte[] write(JsonBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator json = JsonObject.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      body.writeProperties(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("nothing can fail in memory", e);
    }
    return bytes.toByteArray();
  }

  /** Throws {@link MalformedAnswerException} if the answer is not a success. */
  static Success readSuccess(InputStream body) throws IOException {
    JsonObject.Properties properties =
        (name, object) -> {
          if (name.equals("success")) {
            object.onlyTrue();
          } else {
            object.skip();
          }
        };
    JsonObject.read(body, properties).require("success");
    return new Success();
  }

  /**
   * Reads as far as the status: a run's config comes after it, and can be megabytes.
   *
   * @throws MalformedAnswerException if it is not an object with a status
   */
  static RunStatus readStatus(InputStream body) throws IOException {
    try (JsonParser json = JsonObject.FACTORY.createParser(body)) {
      requireObject(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isStatus = json.currentName().equals("status");
        if (json.nextToken() == JsonToken.VALUE_STRING && isStatus) {
          return RunStatus.of(json.getText());
        }
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("is not valid JSON: " + e.getOriginalMessage());
    }
    throw new MalformedAnswerException("lacks the property 'status', or has it as no string");
  }

  /**
   * Reads the last change of a run's status.
   *
   * @throws MalformedAnswerException if it is not an object with a list of events
   */
  static FailedEvent readHistory(InputStream body) throws IOException {
    try (JsonParser json = JsonObject.FACTORY.createParser(body)) {
      requireObject(json);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isEvents = json.currentName().equals("events");
        if (json.nextToken() == JsonToken.START_ARRAY && isEvents) {
          FailedEvent last = FailedEvent.NONE;
          while (json.nextToken() == JsonToken.START_OBJECT) {
            last = readEvent(json);
          }
          return last;
        }
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw new MalformedAnswerException("is not valid JSON: " + e.getOriginalMessage());
    }
    throw new MalformedAnswerException("lacks the property 'events', or has it as no array");
  }

  private static FailedEvent readEvent(JsonParser json) throws IOException {
    String id = "";
    String toStatus = "";
    String source = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken().isScalarValue()) {
        switch (name) {
          case "id" -> id = json.getText();
          case "toStatus" -> toStatus = json.getText();
          case "source" -> source = json.getText();
          default -> {}
        }
      } else {
        json.skipChildren();
      }
    }
    return RunStatus.of(toStatus) == RunStatus.FAILED
        ? new FailedEvent(id, source)
        : FailedEvent.NONE;
  }

  private static void requireObject(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedAnswerException(
          json.currentToken() == null ? "is empty" : "is not a JSON object");
    }
  }
}
