package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request that sets the status of a run.
 *
 * @param metadata JSON that the server keeps as text, or null for none
 */
record StatusUpdate(long runId, RunStatus status, @Nullable String metadata) implements JsonBody {
  @Override
  public void writeProperties(JsonGenerator json) throws IOException {
    json.writeNumberField("runId", runId);
    json.writeStringField("status", status.name());
    if (metadata != null) {
      json.writeStringField("statusMetadata", metadata);
    }
  }
}
