package io.github.plutojava;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The body of an open run's request: a JSON object. */
interface JsonBody {
  /** Writes the properties of the object. */
  void writeProperties(JsonGenerator json) throws IOException;
}
