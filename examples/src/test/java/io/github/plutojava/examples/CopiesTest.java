package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.examples.Examples.Example;
import io.github.plutojava.examples.Programs.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each example, copied into a project of its own, works there with the POM, the dependencies and
 * the command that examples/README.md shows, and the library as it was just built.
 */
@Tag("copies")
class CopiesTest {

  /**
   * The repository of the build, as one to fetch from: what the build has is not fetched from
   * elsewhere again, and nothing is written to it.
   */
  private static final String FETCHED =
      """
      <id>fetched-by-the-build</id>
      <url>%s</url>
      <releases><checksumPolicy>ignore</checksumPolicy></releases>
      <snapshots><enabled>false</enabled></snapshots>
      """
          .formatted(Path.of(System.getProperty("build.repository")).toUri());

  private static final String REPOSITORIES =
      """
      <repositories><repository>%s</repository></repositories>
      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
      </project>"""
          .formatted(FETCHED);

  /** The scratch projects' local repository, with the library in it as by "mvn install". */
  @TempDir static Path repository;

  @BeforeAll
  static void install() throws IOException, URISyntaxException {
    Path jar =
        Path.of(PlutoClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertTrue(
        Files.isRegularFile(jar),
        jar + " is no jar: run mvn package -Dgroups=copies -DexcludedGroups=");
    String version =
        group("<version>(.*?)</version>", Files.readString(Examples.TOP.resolve("pom.xml")));
    install(Examples.TOP.resolve("pom.xml"), "pluto-parent", version, "pom");
    install(Examples.TOP.resolve("core/pom.xml"), "pluto-client", version, "pom");
    install(jar, "pluto-client", version, "jar");
  }

  private static void install(Path file, String artifact, String version, String extension)
      throws IOException {
    Path folder = repository.resolve("io/github/plutojava").resolve(artifact).resolve(version);
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(artifact + "-" + version + "." + extension));
  }

  static List<Example> examples() throws IOException {
    return Examples.listed();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void worksInAProjectOfItsOwn(Example example, @TempDir Path project) throws Exception {
    String pom =
        Examples.pom()
            .replace("</dependencies>", example.dependencies() + "</dependencies>")
            .replace("</project>", REPOSITORIES);
    Files.writeString(project.resolve("pom.xml"), pom);
    copy(example.source(), project);
    copy(Path.of("src/main/java/io/github/plutojava/examples/EmbeddedPluto.java"), project);
    for (Path resource : resources(example)) {
      copy(resource, project);
    }
    if (example.isTest()) {
      copy(testOf(example), project);
    }

    Result result = maven(project, arguments(example.run()));
    assertEquals(0, result.status(), () -> result.out() + result.err());
    // Some Mavens set the colour back even where there is none.
    assertEquals(example.output(), result.out().replaceAll("\u001b\\[0?m", ""));

    if (example.isTest()) {
      String reports = reports(project.resolve("target/surefire-reports"));
      assertTrue(
          reports.matches("(?s).*Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0.*"),
          reports);
    }
  }

  private static void copy(Path source, Path project) throws IOException {
    Path copy = project.resolve(source);
    Files.createDirectories(copy.getParent());
    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The data that its section of examples/README.md links to. */
  private static List<Path> resources(Example example) {
    return Pattern.compile("\\]\\((src/main/resources/.*?)\\)")
        .matcher(example.text())
        .results()
        .map(link -> Path.of(link.group(1)))
        .toList();
  }

  /** The test that the command runs: the example itself, or one that the section names. */
  private static Path testOf(Example example) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
      return files
          .filter(file -> file.endsWith(example.testClass() + ".java"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String reports(Path folder) throws IOException {
    StringBuilder reports = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.txt")) {
      for (Path file : files) {
        reports.append(Files.readString(file));
      }
    }
    return reports.toString();
  }

  /** What a shell makes of the line, after "mvn". */
  private static List<String> arguments(String line) {
    return Pattern.compile("(?:[^ \"]|\"[^\"]*\")+")
        .matcher(line)
        .results()
        .skip(1)
        .map(word -> word.group().replace("\"", ""))
        .toList();
  }

  private static Result maven(Path project, List<String> arguments) throws Exception {
    boolean isWindows = System.getProperty("os.name").startsWith("Windows");
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("maven.home"), "bin", isWindows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-B", "-q", "-ntp", "-Dmaven.repo.local=" + repository));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return Programs.run(builder, 300);
  }

  private static String group(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }
}
