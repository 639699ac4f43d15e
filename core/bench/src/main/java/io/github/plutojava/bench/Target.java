package io.github.plutojava.bench;

import java.util.Locale;

/**
 * How pluto is to compare with another contender.
 *
 * @param limit the most that the ratio may be, or the least if more is better
 */
record Target(Measure measure, ContenderKind other, double limit) {
  double ratio() {
    return measure.ratio(ContenderKind.PLUTO, other);
  }

  boolean isMet() {
    return measure.unit().isMoreBetter() ? ratio() >= limit : ratio() <= limit;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %.2f × %s",
        measure.unit().isMoreBetter() ? "≥" : "≤",
        limit,
        other.label());
  }
}
