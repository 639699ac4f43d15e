package io.github.plutojava.bench;

import java.util.Locale;

/**
 * How one contender, mostly pluto, is to compare with another.
 *
 * @param limit the most that the ratio may be, or the least if more is better
 */
record Target(Measure measure, ContenderKind kind, ContenderKind other, double limit)
    implements Goal {
  Target(Measure measure, ContenderKind other, double limit) {
    this(measure, ContenderKind.PLUTO, other, limit);
  }

  private double ratio() {
    return measure.ratio(kind, other);
  }

  @Override
  public String name() {
    return kind == ContenderKind.PLUTO ? measure.name() : measure.name() + ", " + kind.label();
  }

  @Override
  public String target() {
    return String.format(
        Locale.ROOT,
        limit < 10 ? "%s %.2f × %s" : "%s %.0f × %s",
        measure.unit().isMoreBetter() ? "≥" : "≤",
        limit,
        other.label());
  }

  @Override
  public String reached() {
    return Measure.format(ratio()) + " ×";
  }

  @Override
  public boolean isMet() {
    return measure.unit().isMoreBetter() ? ratio() >= limit : ratio() <= limit;
  }
}
