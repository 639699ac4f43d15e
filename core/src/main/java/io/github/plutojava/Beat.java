package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The body of a heartbeat. */
record Beat(long runId) implements JsonBody {
  @Override
  public void writeProperties(JsonGenerator json) throws IOException {
    json.writeNumberField("runId", runId);
  }
}
