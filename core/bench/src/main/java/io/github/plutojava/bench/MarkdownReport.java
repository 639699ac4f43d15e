package io.github.plutojava.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as Markdown. */
final class MarkdownReport {
  /** A smaller ratio is not shown: it is noise, such as some bytes in a million calls. */
  private static final double LEAST_RATIO = 0.0001;

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
    for (Goal goal : results.goals()) {
      row(out, goal.name(), goal.target(), goal.reached(), goal.isMet() ? "met" : "not met");
    }

    out.append("\nMedian over the rounds and, in brackets, pluto's divided by that:\n\n| |");
    List<ContenderKind> kinds = kinds(results.measures());
    for (ContenderKind kind : kinds) {
      out.append(' ').append(kind.label()).append(" |");
    }
    out.append("\n|---|").append("---|".repeat(kinds.size())).append('\n');
    for (Measure measure : results.measures()) {
      out.append(
          kinds.stream()
              .map(kind -> cell(measure, kind))
              .collect(Collectors.joining(" | ", "| " + measure.name() + " | ", " |\n")));
    }
    out.append("\n![The contenders side by side](").append(chart).append(")\n");
    return out.toString();
  }

  /** Returns those that any of the measures has, in their usual order. */
  private static List<ContenderKind> kinds(List<Measure> measures) {
    return Arrays.stream(ContenderKind.values())
        .filter(kind -> measures.stream().anyMatch(each -> each.contenders().contains(kind)))
        .toList();
  }

  private static void row(StringBuilder out, String... cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String cell(Measure measure, ContenderKind kind) {
    return measure.contenders().contains(kind) ? value(measure, kind) : "";
  }

  /**
   * Returns the median and, as targets have it, pluto's divided by that, unless pluto's is as good
   * as nothing.
   */
  static String value(Measure measure, ContenderKind kind) {
    String median = measure.unit().format(measure.median(kind));
    double ratio = measure.ratio(ContenderKind.PLUTO, kind);
    boolean isShown = kind != ContenderKind.PLUTO && ratio >= LEAST_RATIO && Double.isFinite(ratio);
    return isShown ? median + " (" + Measure.format(ratio) + ")" : median;
  }
}
