package io.github.plutojava.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Request and answer by jackson-core's streaming, with no more checks than the types ask for. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static byte[] write(String displayId) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("displayId", displayId);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static Run read(InputStream body) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      return read(json);
    }
  }

  static Run read(byte[] body) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      return read(json);
    }
  }

  private static Run read(JsonParser json) throws IOException {
    long runId = 0;
    Long number = null;
    String displayId = null;
    String projectName = null;
    String organizationSlug = null;
    String url = null;
    boolean resumed = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("not a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "runId" -> runId = json.getLongValue();
        case "number" -> number = json.getLongValue();
        case "displayId" -> displayId = json.getText();
        case "projectName" -> projectName = json.getText();
        case "organizationSlug" -> organizationSlug = json.getText();
        case "url" -> url = json.getText();
        case "resumed" -> resumed = json.getBooleanValue();
        default -> json.skipChildren();
      }
    }
    return new Run(runId, number, displayId, projectName, organizationSlug, url, resumed);
  }
}
