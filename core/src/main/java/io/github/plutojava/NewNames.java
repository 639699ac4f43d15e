package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** The body of the request that registers names of metrics. */
record NewNames(long runId, List<String> names) implements JsonBody {
  @Override
  public void writeProperties(JsonGenerator json) throws IOException {
    json.writeNumberField("runId", runId);
    json.writeArrayFieldStart("logName");
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeStringField("logType", "METRIC");
  }
}
