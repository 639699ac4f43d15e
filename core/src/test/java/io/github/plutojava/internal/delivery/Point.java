package io.github.plutojava.internal.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A point as a server reads it. */
record Point(long time, long step, String name, double value) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Point> of(String body) {
    List<Point> points = new ArrayList<>();
    try {
      for (String line : body.split("\n")) {
        JsonNode json = JSON.readTree(line);
        JsonNode data = json.get("data");
        data.fieldNames()
            .forEachRemaining(
                name ->
                    points.add(
                        new Point(
                            json.get("time").longValue(),
                            json.get("step").longValue(),
                            name,
                            Double.parseDouble(data.get(name).asText()))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return points;
  }

  static List<Long> steps(String body) {
    return of(body).stream().map(Point::step).toList();
  }
}
