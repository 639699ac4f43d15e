package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which jars there are, as Maven resolved them. */
@Tag("unmutated")
class ClassPathTest {
  private static final Path COMPATIBILITY = Path.of("..", "docs", "compatibility.md");

  private static List<Path> jars(String scope) throws IOException {
    String classPath = Files.readString(Path.of("target", scope + ".classpath")).strip();
    return Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime", "test"})
  void hasNoKotlin(String scope) throws IOException {
    List<Path> jars = jars(scope);
    assertTrue(jars.size() >= 9, "only " + jars);
    for (Path jar : jars) {
      assertFalse(
          jar.toString().replace(File.separatorChar, '/').contains("org/jetbrains"), "" + jar);
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        assertEquals(
            List.of(),
            zip.stream().filter(entry -> entry.getName().startsWith("kotlin/")).toList(),
            jar.toString());
      }
    }
  }

  /** The module consumers resolves it and runs it. */
  @Test
  void theDocsGiveTheVeryLinesThatAProjectWasTriedWith() throws IOException {
    String project = Files.readString(Path.of("consumers", "src", "it", "consumer", "pom.xml"));
    List<String> blocks =
        Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(COMPATIBILITY))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(2, blocks.size());
    for (String block : blocks) {
      String dependencies = "<dependencies>\n" + block.indent(8) + "      </dependencies>";
      assertTrue(project.contains(dependencies), dependencies);
    }
  }

  @Test
  void theDocsListTheRuntimeJars() throws IOException {
    List<String> names = new ArrayList<>();
    long total = 0;
    for (Path jar : jars("runtime")) {
      names.add("- `" + jar.getFileName() + "`");
      total += Files.size(jar);
    }
    assertEquals(9, names.size());
    List<String> docs = Files.readAllLines(COMPATIBILITY);
    assertEquals(names, docs.stream().filter(line -> line.startsWith("- `")).limit(9).toList());
    assertTrue(total <= 3_300_000, total + " bytes");
  }
}
