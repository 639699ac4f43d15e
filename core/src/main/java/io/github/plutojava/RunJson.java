package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.plutojava.internal.wire.JsonObject;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Writes {@link ResumeTarget}s and reads {@link ResumedRun}s, strictly and without reflection. */
final class RunJson {
  private RunJson() {}

  /** Writes the request body, with exactly one identifier and without nulls. */
  static byte[] write(ResumeTarget target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (JsonGenerator json = JsonObject.FACTORY.createGenerator(bytes)) {
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
   * @throws MalformedAnswerException if the answer is not one object with all seven properties,
   *     each once and of the right type
   */
  static ResumedRun read(InputStream body) throws IOException {
    Fields fields = new Fields();
    return fields.toRun(JsonObject.read(body, fields));
  }

  /** Collects the properties of one answer as they come. */
  private static final class Fields implements JsonObject.Properties {
    private long runId;
    private @Nullable Long number;
    private @Nullable String displayId;
    private String projectName = "";
    private String organizationSlug = "";
    private String url = "";
    private boolean resumed;

    @Override
    public void take(String name, JsonObject object) throws IOException {
      switch (name) {
        case "runId" -> runId = object.integer();
        case "number" -> number = object.integerOrNull();
        case "displayId" -> displayId = object.stringOrNull();
        case "projectName" -> projectName = object.string();
        case "organizationSlug" -> organizationSlug = object.string();
        case "url" -> url = object.string();
        case "resumed" -> resumed = object.onlyTrue();
        default -> object.skip();
      }
    }

    ResumedRun toRun(JsonObject object) throws MalformedAnswerException {
      object.require("runId");
      object.require("number");
      object.require("displayId");
      object.require("projectName");
      object.require("organizationSlug");
      object.require("url");
      object.require("resumed");
      return new ResumedRun(runId, number, displayId, projectName, organizationSlug, url, resumed);
    }
  }
}
