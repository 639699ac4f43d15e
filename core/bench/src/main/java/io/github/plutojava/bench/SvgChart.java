package io.github.plutojava.bench;

import java.util.Collection;
import java.util.Locale;

/** The measures as groups of bars, each group on a scale of its own. */
final class SvgChart {
  private static final int WIDTH = 760;
  private static final int MARGIN = 16;
  private static final int BARS_X = 180;
  private static final int LONGEST_BAR = 360;
  private static final int ROW = 20;
  private static final int BASELINE = 15;
  private static final int GROUP_GAP = 14;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .heading { font-weight: 600; }
        .label { text-anchor: end; }
        .paper { fill: #ffffff; }
        .bar { fill: #8c959f; }
        .pluto { fill: #0969da; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .paper { fill: #0d1117; }
          .bar { fill: #6e7681; }
          .pluto { fill: #4493f8; }
        }
      </style>
      """;

  private final StringBuilder out = new StringBuilder();
  private int y = MARGIN;

  private SvgChart() {}

  static String of(Collection<Measure> measures) {
    SvgChart chart = new SvgChart();
    measures.forEach(chart::group);
    chart.text("note", MARGIN, "In brackets: pluto's divided by that.");
    int height = chart.y + ROW + MARGIN;
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\""
                + " height=\"%2$d\">\n",
            WIDTH,
            height)
        + STYLE
        + "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
        + chart.out
        + "</svg>\n";
  }

  private void group(Measure measure) {
    String better = measure.unit().isMoreBetter() ? "more is better" : "less is better";
    text("heading", MARGIN, measure.name() + " (" + better + ")");
    y += ROW;
    double longest = measure.contenders().stream().mapToDouble(measure::median).max().orElseThrow();
    for (ContenderKind kind : measure.contenders()) {
      bar(measure, kind, measure.median(kind) / longest);
    }
    y += GROUP_GAP;
  }

  private void bar(Measure measure, ContenderKind kind, double part) {
    double width = Math.max(1, part * LONGEST_BAR);
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>\n",
            kind == ContenderKind.PLUTO ? "pluto" : "bar",
            BARS_X,
            y + 2,
            width,
            ROW - 4));
    text("value", (int) (BARS_X + width) + 8, MarkdownReport.value(measure, kind));
    text("label", BARS_X - 8, kind.label());
    y += ROW;
  }

  private void text(String style, int x, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n",
            style,
            x,
            y + BASELINE,
            text));
  }
}
