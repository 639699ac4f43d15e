package io.github.plutojava.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the results go: {@code target/bench} and, if wanted, {@code docs}. */
final class Reports {
  private static final Path DOCS = Path.of("..", "..", "docs");

  private Reports() {}

  static void write(Results results, Path folder) throws IOException {
    String chart = results.part() + ".svg";
    String report = MarkdownReport.of(results, chart);
    Files.writeString(folder.resolve(results.part() + ".md"), report);
    Files.writeString(folder.resolve(chart), SvgChart.of(results.compared()));
    System.out.println("\n" + report);
  }

  /** Puts them where the page has its marks for this part. */
  static void updateDocs(Results results) throws IOException {
    String begin = "<!-- results of " + results.part() + " -->\n";
    String end = "<!-- end of results of " + results.part() + " -->\n";
    Path page = DOCS.resolve("performance.md");
    String text = Files.readString(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    if (from < 0 || to < 0) {
      throw new IOException(page + " lacks the lines " + begin.strip() + " and " + end.strip());
    }
    String chart = "performance-" + results.part() + ".svg";
    Files.writeString(
        page,
        text.substring(0, from + begin.length())
            + "\n"
            + MarkdownReport.of(results, chart)
            + "\n"
            + text.substring(to));
    Files.writeString(DOCS.resolve(chart), SvgChart.of(results.compared()));
  }
}
