package io.github.plutojava.bench;

import java.util.Locale;

/** What a measure counts. */
enum Unit {
  NANOSECONDS("ns", "%.1f", false),
  MILLISECONDS("ms", "%.0f", false),
  MICROSECONDS("µs", "%.1f", false),
  BYTES("B", "%,.0f", false),
  KIBIBYTES("KiB", "%.1f", false),
  MEBIBYTES("MiB", "%.1f", false),
  POINTS_PER_SECOND("points/s", "%,.0f", true),
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
