package io.github.plutojava.bench;

/**
 * The most that pluto is to take.
 *
 * @param limit in the measure's unit
 */
record Bound(Measure measure, double limit) implements Goal {
  private double median() {
    return measure.median(ContenderKind.PLUTO);
  }

  @Override
  public String name() {
    return measure.name();
  }

  @Override
  public String target() {
    return "≤ " + measure.unit().format(limit);
  }

  @Override
  public String reached() {
    return measure.unit().format(median());
  }

  @Override
  public boolean isMet() {
    return median() <= limit;
  }
}
