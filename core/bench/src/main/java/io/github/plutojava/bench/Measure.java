package io.github.plutojava.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was measured of each contender, round by round. */
final class Measure {
  private final String name;
  private final Unit unit;
  private final Map<ContenderKind, List<Double>> rounds = new EnumMap<>(ContenderKind.class);

  Measure(String name, Unit unit) {
    this.name = name;
    this.unit = unit;
  }

  void add(ContenderKind kind, double value) {
    rounds.computeIfAbsent(kind, key -> new ArrayList<>()).add(value);
  }

  String name() {
    return name;
  }

  Unit unit() {
    return unit;
  }

  int rounds() {
    return rounds.values().iterator().next().size();
  }

  Set<ContenderKind> contenders() {
    return rounds.keySet();
  }

  double median(ContenderKind kind) {
    return median(rounds.get(kind));
  }

  /** Returns the median of the rounds' ratios: what slows a whole round does not show in it. */
  double ratio(ContenderKind kind, ContenderKind to) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds(); i++) {
      ratios.add(rounds.get(kind).get(i) / rounds.get(to).get(i));
    }
    return median(ratios);
  }

  /** Returns a ratio in words. */
  static String format(double ratio) {
    String format = ratio < 0.001 ? "%.1e" : ratio < 0.1 ? "%.3f" : ratio < 10 ? "%.2f" : "%,.1f";
    return String.format(Locale.ROOT, format, ratio);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
