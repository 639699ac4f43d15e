package io.github.plutojava.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The examples as examples/README.md lists them. */
final class Examples {
  /** The project's own folder. */
  static final Path TOP = Path.of("").toAbsolutePath().getParent();

  static final Pattern RUN =
      Pattern.compile("<p>\\{@code\\s+(mvn .*?)\\}\\s+prints", Pattern.DOTALL);
  private static final Pattern OUTPUT =
      Pattern.compile("\\}\\s+prints:\n\n<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);
  private static final Pattern SECTION =
      Pattern.compile("^## \\[(\\w+)\\]\\((\\S+)\\)\n(.*?)(?=^## |\\z)", multiline());
  private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\n(.*?)^```$", multiline());

  /**
   * An example.
   *
   * @param name its class
   * @param source its file
   * @param run the line that runs it
   * @param output what it prints
   * @param dependencies what it needs besides what is in the POM of all
   * @param text its section of examples/README.md
   */
  record Example(
      String name, Path source, String run, String output, String dependencies, String text) {
    boolean isTest() {
      return run.startsWith("mvn -q test ");
    }

    String mainClass() {
      return getClass().getPackageName() + "." + name;
    }

    /** The class that the line has Surefire run. */
    String testClass() {
      Matcher test = Pattern.compile("-Dtest=(\\w+)").matcher(run);
      return test.find() ? test.group(1) : "";
    }

    List<String> args() {
      Matcher args = Pattern.compile("-Dexec\\.args=\"(.*)\"").matcher(run);
      return args.find() ? List.of(args.group(1).split(" ")) : List.of();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private Examples() {}

  private static int multiline() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }

  static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  static List<Example> listed() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (MatchResult section : SECTION.matcher(readme()).results().toList()) {
      String text = section.group(3);
      examples.add(
          new Example(
              section.group(1),
              Path.of(section.group(2)),
              blocks(text, "sh").findFirst().orElseThrow(NoSuchElementException::new).strip(),
              blocks(text, "").findFirst().orElse(""),
              blocks(text, "xml").findFirst().orElse(""),
              text));
    }
    return examples;
  }

  /** The POM for a project of one's own. */
  static String pom() throws IOException {
    return blocks(readme(), "xml").findFirst().orElseThrow();
  }

  private static Stream<String> blocks(String markdown, String language) {
    return BLOCK
        .matcher(markdown)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2));
  }

  /** The text of the Javadoc of a source's class; empty if there is none. */
  static String header(String source) {
    Matcher javadoc =
        Pattern.compile("^/\\*\\*(.*?)\\*/\n(?!package)", multiline()).matcher(source);
    return javadoc.find() ? javadoc.group(1).replaceAll("(?m)^ \\* ?", "") : "";
  }

  static String run(String header) {
    Matcher run = RUN.matcher(header);
    return run.find() ? run.group(1).replaceAll("\\s+", " ") : "";
  }

  static String output(String header) {
    Matcher output = OUTPUT.matcher(header);
    return output.find() ? output.group(1) : "";
  }
}
