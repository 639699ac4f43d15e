package io.github.plutojava.examples;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.Examples.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example is what its header and examples/README.md say: listed, short, and run. */
class ExamplesTest {
  static List<Example> examples() throws IOException {
    return Examples.listed();
  }

  static Stream<Example> programs() throws IOException {
    return examples().stream().filter(example -> !example.isTest());
  }

  @Test
  void theReadmeListsAllOfThem() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    TreeSet<String> names = new TreeSet<>();
    for (Path source : sources) {
      // A test that is an example is known by its header, too.
      if (Examples.RUN.matcher(Examples.header(Files.readString(source))).find()) {
        names.add(source.getFileName().toString().replace(".java", ""));
      } else {
        assertTrue(
            source.startsWith("src/test")
                || source.endsWith("EmbeddedPluto.java")
                || source.endsWith("package-info.java"),
            source + " has no run line in its header");
      }
    }
    assertEquals(names, new TreeSet<>(examples().stream().map(Example::name).toList()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isOneShortFile(Example example) throws IOException {
    List<String> lines = Files.readAllLines(example.source());
    assertTrue(lines.size() < 120, lines.size() + " lines");
    assertEquals(List.of(), lines.stream().filter(line -> line.length() > 100).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark", "djl"})
  void whatHasAModuleOfItsOwnIsOneShortFileThatTheReadmeLinksTo(String module) throws IOException {
    Path sources = Path.of(module, "src/main/java/io/github/plutojava/examples", module);
    List<Path> files;
    try (Stream<Path> found = Files.list(sources)) {
      files = found.filter(file -> !file.endsWith("package-info.java")).toList();
    }
    assertEquals(1, files.size(), files::toString);
    assertTrue(Files.readAllLines(files.get(0)).size() < 120, files::toString);
    String link = "](" + files.get(0).toString().replace('\\', '/') + ")";
    assertTrue(Examples.readme().contains(link), link);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void usesNoOtherFileOfOursThanTheEmbeddedServer(Example example) throws IOException {
    String source = Files.readString(example.source());
    Matcher imports =
        Pattern.compile("import (static )?io\\.github\\.plutojava\\.examples\\.(.*);")
            .matcher(source);
    assertTrue(!imports.find(), () -> imports.group());
    for (Example other : examples()) {
      if (!other.name().equals(example.name())) {
        assertTrue(!source.matches("(?s).*\\b" + other.name() + "\\b.*"), other.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itsHeaderSaysHowToRunItAndWhatItPrints(Example example) throws IOException {
    String header = Examples.header(Files.readString(example.source()));
    assertEquals(example.run(), Examples.run(header));
    assertEquals(example.output(), Examples.output(header));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void printsWhatTheReadmeShows(Example example) throws Exception {
    assertEquals(
        new Programs.Result(0, example.output(), ""),
        Programs.run(Map.of(), example.mainClass(), example.args()));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void isRunFromTheTopOfTheClone(Example example) {
    String mainClass =
        // The build's own is that of the README's first command.
        example.name().equals("LogToRun") ? "" : " -Dexec.mainClass=" + example.mainClass();
    String args =
        example.args().isEmpty() ? "" : " -Dexec.args=\"" + String.join(" ", example.args()) + '"';
    assertEquals("mvn -q compile exec:java" + mainClass + args, example.run());
  }

  @Test
  void whatHasNoMainIsRunByATest() throws Exception {
    List<Example> tests = examples().stream().filter(Example::isTest).toList();
    assertEquals(
        List.of("FakeMetricsInTests", "FakeInTests", "ResumeViewModel"),
        tests.stream().map(Example::name).toList());
    for (Example example : tests) {
      String test = example.testClass();
      assertEquals(
          "mvn -q test -Dtest=" + test + " -Dsurefire.failIfNoSpecifiedTests=false", example.run());
      // It is among those that Surefire finds by its name, and so is run by each build.
      assertTrue(test.matches(".*Tests?"), test);
      try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
        assertTrue(files.anyMatch(file -> file.endsWith(test + ".java")), test);
      }
      assertEquals("", example.output());
    }
  }

  @Test
  void theReadmeShowsTheVersionsOfTheBuild() throws IOException {
    String poms = Files.readString(Path.of("../pom.xml")) + Files.readString(Path.of("pom.xml"));
    assertEquals(
        Map.ofEntries(
            entry("my-evaluation", "1"),
            entry("pluto-client", first("<version>(.*?)</version>", poms)),
            entry("mockwebserver", first("<okhttp.version>(.*?)<", poms)),
            entry("progressbar", first("<progressbar.version>(.*?)<", poms)),
            entry("picocli", first("<picocli.version>(.*?)<", poms)),
            entry("tribuo-classification-sgd", first("<tribuo.version>(.*?)<", poms)),
            entry("junit-jupiter", first("<junit.version>(.*?)<", poms)),
            entry("android", first("<android.version>(.*?)<", poms)),
            plugin("maven-resources-plugin", poms),
            plugin("maven-compiler-plugin", poms),
            plugin("maven-surefire-plugin", poms),
            plugin("exec-maven-plugin", poms)),
        Pattern.compile("<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>")
            .matcher(Examples.readme())
            .results()
            .collect(
                Collectors.toMap(
                    shown -> shown.group(1),
                    shown -> shown.group(2),
                    (one, other) -> one.equals(other) ? one : one + " and " + other)));
  }

  private static Map.Entry<String, String> plugin(String name, String poms) {
    return entry(name, first(">" + name + "</artifactId>\\s*<version>(.*?)<", poms));
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }
}
