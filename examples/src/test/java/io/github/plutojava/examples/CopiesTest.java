package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.examples.Examples.Example;
import io.github.plutojava.examples.Programs.Result;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each example, copied into a project of its own, works there with the dependencies that
 * examples/README.md shows and the library as it was just built.
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

  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>com.example</groupId>
        <artifactId>copied</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>%s</dependencies>
        <repositories><repository>%s</repository></repositories>
        <pluginRepositories><pluginRepository>%2$s</pluginRepository></pluginRepositories>
      </project>
      """;

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
    String dependencies = Examples.dependencies() + example.dependencies();
    Files.writeString(project.resolve("pom.xml"), POM.formatted(dependencies, FETCHED));
    for (Path source :
        List.of(
            example.source(),
            Path.of("src/main/java/io/github/plutojava/examples/EmbeddedPluto.java"))) {
      Path copy = project.resolve(source);
      Files.createDirectories(copy.getParent());
      Files.copy(source, copy);
    }

    List<String> goals = new ArrayList<>();
    goals.add(goal("maven-compiler-plugin", "compile"));
    if (!example.isTest()) {
      goals.add(goal("exec-maven-plugin", "java"));
      goals.add("-Dexec.mainClass=" + example.mainClass());
      goals.add("-Dexec.cleanupDaemonThreads=false"); // as in this build
      goals.add("-Dexec.args=" + String.join(" ", example.args()));
    } else if (example.source().startsWith("src/test")) {
      goals.add(goal("maven-compiler-plugin", "testCompile"));
      goals.add(goal("maven-surefire-plugin", "test"));
    }

    Result result = maven(project, goals);
    assertEquals(0, result.status(), () -> result.out() + result.err());
    // Some Mavens set the colour back even where there is none.
    assertEquals(example.output(), result.out().replaceAll("\u001b\\[0?m", ""));

    if (example.source().startsWith("src/test")) {
      String report =
          project
              .resolve("target/surefire-reports")
              .resolve(example.mainClass() + ".txt")
              .toString();
      assertTrue(
          Files.readString(Path.of(report)).contains("Tests run: 3, Failures: 0, Errors: 0"));
    }
  }

  /** A goal, in the version of it that the build uses. */
  private static String goal(String plugin, String goal) throws IOException {
    Matcher declared =
        Pattern.compile(
                "(?:<groupId>(\\S+)</groupId>\\s*)?<artifactId>"
                    + plugin
                    + "</artifactId>\\s*<version>(.*?)</version>")
            .matcher(Files.readString(Examples.TOP.resolve("pom.xml")));
    assertTrue(declared.find(), plugin);
    String group = declared.group(1) == null ? "org.apache.maven.plugins" : declared.group(1);
    return String.join(":", group, plugin, declared.group(2), goal);
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
