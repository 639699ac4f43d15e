package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.wire.PointRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks the values that a caller logs as a map. */
final class PointMap {
  private final String[] names;
  private final double[] values;

  private PointMap(String[] names, double[] values) {
    this.names = names;
    this.values = values;
  }

  static PointMap of(Map<String, ? extends Number> map) {
    requireNonNull(map, "values");
    List<String> names = new ArrayList<>(map.size());
    List<Double> values = new ArrayList<>(map.size());
    // Once, since another thread may change it.
    for (Map.Entry<String, ? extends Number> entry : map.entrySet()) {
      String name = requireNonNull(entry.getKey(), "values has a null key");
      names.add(name);
      values.add(PointRules.value(name, entry.getValue()));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("values is empty: there is nothing to log");
    }
    return new PointMap(
        names.toArray(new String[0]), values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  String[] names() {
    return names;
  }

  double[] values() {
    return values;
  }
}
