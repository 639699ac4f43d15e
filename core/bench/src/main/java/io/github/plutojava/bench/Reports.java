package io.github.plutojava.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the results go: {@code target/bench} and, if wanted, {@code docs}. */
final class Reports {
  private static final Path DOCS = Path.of("..", "..", "docs");
  private static final String BEGIN = "<!-- results -->\n";
  private static final String END = "<!-- end of results -->\n";

  private Reports() {}

  static void write(Results results, Path folder) throws IOException {
    String report = MarkdownReport.of(results, "results.svg");
    Files.writeString(folder.resolve("results.md"), report);
    Files.writeString(folder.resolve("results.svg"), chart(results));
    System.out.println("\n" + report);
  }

  static void updateDocs(Results results) throws IOException {
    Path page = DOCS.resolve("performance.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IOException(page + " lacks the lines " + BEGIN.strip() + " and " + END.strip());
    }
    String report = MarkdownReport.of(results, "performance.svg");
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length()) + "\n" + report + "\n" + text.substring(end));
    Files.writeString(DOCS.resolve("performance.svg"), chart(results));
  }

  /** Shows what has a target. */
  private static String chart(Results results) {
    List<Measure> measures = results.targets().stream().map(Target::measure).distinct().toList();
    return SvgChart.of(measures);
  }
}
