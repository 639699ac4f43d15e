package io.github.plutojava.bench;

import java.util.Locale;

/** What a measure counts. */
enum Unit {
  MILLISECONDS("ms", "%.0f", false),
  MICROSECONDS("µs", "%.1f", false),
  BYTES("B", "%,.0f", false),
  CALLS_PER_SECOND("calls/s", "%,.0f", true);

  private final String symbol;
  private final String format;
  private final boolean isMoreBetter;

  Unit(String symbol, String format, boolean isMoreBetter) {
    this.symbol = symbol;
    this.format = format;
    this.isMoreBetter = isMoreBetter;
  }

  String format(double value) {
    return String.format(Locale.ROOT, format, value) + " " + symbol;
  }

  boolean isMoreBetter() {
    return isMoreBetter;
  }
}
