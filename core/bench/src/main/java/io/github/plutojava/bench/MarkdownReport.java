package io.github.plutojava.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as Markdown. */
final class MarkdownReport {
  private MarkdownReport() {}

  /**
   * Writes it.
   *
   * @param chart where the chart is
   */
  static String of(Results results, String chart) {
    StringBuilder out = new StringBuilder();
    out.append("| date | machine | JDK | load when it began |\n|---|---|---|---|\n");
    Machine machine = results.machine();
    row(
        out,
        machine.date().toString(),
        machine.hardware() + ", " + machine.system(),
        machine.jdk(),
        String.format(Locale.ROOT, "%.1f", machine.load()));

    out.append("\n| pluto | target | reached | |\n|---|---|---|---|\n");
    for (Target target : results.targets()) {
      row(
          out,
          target.measure().name(),
          target.toString(),
          ratio(target.ratio()) + " ×",
          verdict(target.isMet()));
    }
    Bulk bulk = results.bulk();
    row(out, bulk.name(), bulk.target(), bulk.toString(), verdict(bulk.isMet()));
    ClassPath classPath = results.classPath();
    row(
        out,
        "runtime class path",
        classPath.target(),
        classPath.toString(),
        verdict(classPath.isMet()));

    out.append("\nMedian over the rounds and, in brackets, how many times pluto's that is:\n\n| |");
    for (ContenderKind kind : ContenderKind.values()) {
      out.append(' ').append(kind.label()).append(" |");
    }
    out.append("\n|---|").append("---|".repeat(ContenderKind.values().length)).append('\n');
    for (Measure measure : results.measures()) {
      out.append(
          Arrays.stream(ContenderKind.values())
              .map(kind -> cell(measure, kind))
              .collect(Collectors.joining(" | ", "| " + measure.name() + " | ", " |\n")));
    }
    out.append("\n![The contenders side by side](").append(chart).append(")\n");
    return out.toString();
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(Measure measure, ContenderKind kind) {
    return measure.contenders().contains(kind) ? value(measure, kind) : "";
  }

  /** Returns the median and how many times pluto's that is. */
  static String value(Measure measure, ContenderKind kind) {
    String median = measure.unit().format(measure.median(kind));
    return kind == ContenderKind.PLUTO
        ? median
        : median + " (" + ratio(measure.ratio(kind, ContenderKind.PLUTO)) + ")";
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : ratio < 10 ? "%.2f" : "%.1f", ratio);
  }

  private static String verdict(boolean isMet) {
    return isMet ? "met" : "not met";
  }
}
