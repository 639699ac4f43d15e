package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.RetryPolicy;
import io.github.plutojava.RunOptions;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the documents say is true where a machine can tell. */
class DocumentationTest {
  private static final Pattern JAVADOC_EXAMPLE =
      Pattern.compile("<pre>\\{@code(.*?)\n +\\* \\}</pre>", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

  static Stream<Path> documents() throws IOException {
    List<Path> documents =
        new ArrayList<>(
            List.of(Examples.TOP.resolve("README.md"), Examples.TOP.resolve("examples/README.md")));
    try (Stream<Path> docs = Files.walk(Examples.TOP.resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void itsJavaCompiles(Path document, @TempDir Path classes) throws IOException {
    for (Snippet snippet : Snippet.allIn(Files.readString(document))) {
      assertEquals(List.of(), snippet.errors(classes), snippet::toString);
    }
  }

  static List<Path> sources() throws IOException {
    try (Stream<Path> sources =
        Files.walk(Examples.TOP.resolve("core/src/main/java/io/github/plutojava"))) {
      return sources.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theExamplesOfItsJavadocCompile(Path source, @TempDir Path classes) throws IOException {
    String text = Files.readString(source);
    int found = 0;
    Matcher examples = JAVADOC_EXAMPLE.matcher(text);
    while (examples.find()) {
      found++;
      Snippet snippet = new Snippet(examples.group(1).replaceAll("\n +\\* ?", "\n"));
      assertEquals(List.of(), snippet.errors(classes), snippet::toString);
    }
    assertEquals(text.split("<pre>", -1).length - 1, found, "some example was not recognized");
  }

  @Test
  void aBlockThatDoesNotCompileWouldBeNoticed(@TempDir Path classes) throws IOException {
    assertEquals(1, new Snippet("ResumeTarget target = 1;").errors(classes).size());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void itsLinksLeadSomewhere(Path document) throws IOException {
    Matcher links = LINK.matcher(Files.readString(document));
    while (links.find()) {
      URI link = URI.create(links.group(1));
      if (link.isAbsolute()) {
        assertEquals("https", link.getScheme(), links.group());
        continue;
      }
      Path target =
          link.getPath().isEmpty() ? document : document.resolveSibling(link.getPath()).normalize();
      assertTrue(Files.exists(target), document + ": " + target);
      if (link.getFragment() != null) {
        assertTrue(anchors(target).contains(link.getFragment()), document + ": " + link);
      }
    }
  }

  /** What a code host makes of the headings. */
  private static List<String> anchors(Path document) throws IOException {
    try (Stream<String> lines = Files.lines(document)) {
      return lines
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(heading -> heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
          .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
          .toList();
    }
  }

  @Test
  void theIndexNamesEveryDocument() throws IOException {
    Path docs = Examples.TOP.resolve("docs");
    String index = Files.readString(docs.resolve("index.md"));
    try (Stream<Path> files = Files.list(docs)) {
      assertEquals(
          List.of(),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".md") && !name.equals("index.md"))
              .filter(name -> !index.contains("](" + name + ")"))
              .toList());
    }
  }

  @Test
  void theArchitectureNamesClassesThatExist() throws IOException {
    Set<String> known = new TreeSet<>(List.of("OkHttpClient"));
    for (String folder : List.of("core/src/main/java", "core/src/test/java", "examples/src")) {
      try (Stream<Path> files = Files.walk(Examples.TOP.resolve(folder))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java"))
            .forEach(name -> known.add(name.replace(".java", "")));
      }
    }
    String architecture = Files.readString(Examples.TOP.resolve("docs/architecture.md"));
    assertEquals(
        List.of(),
        Pattern.compile("(?:`|<b>)([A-Z][A-Za-z]+)")
            .matcher(architecture)
            .results()
            .map(name -> name.group(1))
            .filter(name -> !known.contains(name))
            .toList());
  }

  @Test
  void theReadmeAndTheReferenceNameEachException() throws IOException {
    for (String document : List.of("README.md", "docs/errors-and-retries.md")) {
      String text = Files.readString(Examples.TOP.resolve(document));
      concreteSubclasses(PlutoException.class)
          .forEach(
              type -> assertTrue(text.contains("`" + type.getSimpleName() + "`"), type::toString));
    }
  }

  private static Stream<Class<?>> concreteSubclasses(Class<?> type) {
    Stream<Class<?>> below =
        type.isSealed()
            ? Stream.of(type.getPermittedSubclasses())
                .flatMap(DocumentationTest::concreteSubclasses)
            : Stream.empty();
    return Modifier.isAbstract(type.getModifiers()) ? below : Stream.concat(Stream.of(type), below);
  }

  @Test
  void theGuideNamesEachSetting() throws IOException {
    String guide = Files.readString(Examples.TOP.resolve("docs/guide.md"));
    Stream.of(PlutoClient.Builder.class, RetryPolicy.Builder.class, RunOptions.Builder.class)
        .flatMap(builder -> Stream.of(builder.getMethods()))
        .filter(method -> method.getReturnType() == method.getDeclaringClass())
        .forEach(
            setter ->
                assertTrue(
                    Pattern.compile("`" + setter.getName() + "[`(]").matcher(guide).find(),
                    setter::toString));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void itsLinesAreNotTooLong(Path document) throws IOException {
    try (Stream<String> lines = Files.lines(document)) {
      assertEquals(
          List.of(),
          lines
              .filter(line -> line.codePointCount(0, line.length()) > 130 && !line.contains("|"))
              .toList());
    }
  }

  @Test
  void theReadmeIsShortAndSoonShowsTheFirstCall() throws IOException {
    List<String> lines = Files.readAllLines(Examples.TOP.resolve("README.md"));
    assertTrue(lines.size() <= 160, lines.size() + " lines");
    assertTrue(
        String.join("\n", lines.subList(0, 30)).contains("pluto.resume("),
        "the first call is not within the first 30 lines");
  }

  @Test
  void theReadmeShowsThisVersion() throws IOException {
    String version = version();
    String readme = Files.readString(Examples.TOP.resolve("README.md"));
    assertTrue(readme.contains("<version>" + version + "</version>"));
    assertTrue(readme.contains("pluto-client:" + version + "\")"));
  }

  @Test
  void eachPageThatShowsTheVersionShowsThisOne() throws IOException {
    String version = version();
    for (Path document : documents().toList()) {
      Pattern.compile("pluto-client(?:</artifactId>\\s*<version>|:)(\\d[^<\")`]*)")
          .matcher(Files.readString(document))
          .results()
          .forEach(shown -> assertEquals(version, shown.group(1), document::toString));
    }
  }

  @Test
  void theReadmeAndReleasingNameTheSameCloneAddress() throws IOException {
    Set<String> addresses = new TreeSet<>();
    for (String document : List.of("README.md", "docs/releasing.md")) {
      Matcher clone =
          Pattern.compile("git clone (?:--branch \\S+ )?(<clone address>|[^\\s`]+)")
              .matcher(Files.readString(Examples.TOP.resolve(document)));
      assertTrue(clone.find(), document);
      addresses.add(clone.group(1));
    }
    assertEquals(1, addresses.size(), addresses::toString);
  }

  @Test
  void theReadmeSaysThatItIsNotReleasedBeforeItShowsTheCoordinates() throws IOException {
    String readme = Files.readString(Examples.TOP.resolve("README.md"));
    int note = readme.indexOf("not released yet");
    assertEquals(version().endsWith("-SNAPSHOT"), note >= 0);
    assertTrue(note < readme.indexOf("<dependency>"));
  }

  @Test
  void theReadmeIsInTheOrderInWhichANewcomerNeedsIt() throws IOException {
    String readme = Files.readString(Examples.TOP.resolve("README.md"));
    List<Integer> places =
        Stream.of(
                "# Pluto for Java",
                "pluto.resume(",
                "```sh\nmvn -q compile exec:java",
                "https://pluto.trainy.ai/api-keys",
                "<dependency>",
                "@Metrics(",
                ".resumeAsync(",
                "`RunNotFoundException`")
            .map(readme::indexOf)
            .toList();
    assertTrue(places.get(0) == 0, places::toString);
    assertEquals(places.stream().sorted().toList(), places);
  }

  private static String version() throws IOException {
    return Pattern.compile("<version>(.*?)</version>")
        .matcher(Files.readString(Examples.TOP.resolve("pom.xml")))
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  @Test
  void theReadmeShowsTheMainJobAndWhatItPrints() throws IOException {
    String readme = Files.readString(Examples.TOP.resolve("README.md"));
    Examples.Example mainJob =
        Examples.listed().stream()
            .filter(example -> example.name().equals("LogToRun"))
            .findFirst()
            .orElseThrow();
    assertTrue(readme.contains("```sh\n" + mainJob.run() + "\n```"));
    assertTrue(readme.contains("```\n" + mainJob.output() + "```"));
  }
}
