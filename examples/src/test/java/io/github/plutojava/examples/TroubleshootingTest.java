package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/troubleshooting.md} has an entry for every message of the library, and for none that
 * it does not have.
 */
class TroubleshootingTest {
  private static final Path SOURCES =
      Examples.TOP.resolve("core/src/main/java/io/github/plutojava");

  /** The first cell of a row, which is a message or several of them, each as code. */
  private static final Pattern MESSAGE_CELL = Pattern.compile("(?m)^\\| (`.*?`) \\|");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Two words or more. */
  private static final Pattern WORDS = Pattern.compile("[\\p{L}']+(?: [\\p{L}']+)+");

  /** What stands around the words of a text that is only part of a message. */
  private static final Pattern AROUND = Pattern.compile("^[:;,.]? | ?:? ?$");

  /** Texts that are no messages, or that no call can bring about. */
  private static final Set<String> NEVER_SEEN =
      Set.of(
          "nothing can fail in memory",
          "set by PlutoCall",
          "the pooled connection was closed",
          "Pluto call begin",
          // What other servers and proxies say, and OkHttp and the JDK of them.
          "Unexpected status line",
          "Unexpected response code for CONNECT: 4",
          "Failed to authenticate with proxy",
          "Too many tunnel connections attempted",
          "SOCKS : authentication failed",
          "SOCKS : No acceptable methods");

  private static Set<String> texts = Set.of();
  private static String document = "";

  @BeforeAll
  static void read() throws IOException {
    texts = texts();
    document = Files.readString(Examples.TOP.resolve("docs/troubleshooting.md"));
  }

  /** The string literals of the library's code that have at least two words. */
  private static Set<String> texts() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Set<String> found = new TreeSet<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  null,
                  null,
                  files.getJavaFileObjectsFromPaths(
                      sources.filter(file -> file.toString().endsWith(".java")).toList()));
      TreeScanner<@Nullable Void, @Nullable Void> literals =
          new TreeScanner<>() {
            @Override
            public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
              if (literal.getValue() instanceof String text && WORDS.matcher(text).find()) {
                found.add(AROUND.matcher(text).replaceAll(""));
              }
              return null;
            }

            @Override
            public @Nullable Void visitAnnotation(
                AnnotationTree annotation, @Nullable Void unused) {
              return null;
            }
          };
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(literals, null);
      }
    }
    return found;
  }

  private static List<String> messages() {
    return MESSAGE_CELL
        .matcher(document)
        .results()
        .flatMap(cell -> CODE.matcher(cell.group(1)).results())
        .map(code -> code.group(1))
        .toList();
  }

  @Test
  void explainsEveryMessage() {
    String explained = String.join("\n", messages());
    assertEquals(
        List.of(),
        texts.stream()
            .filter(text -> !NEVER_SEEN.contains(text))
            .filter(text -> !explained.contains(text))
            .toList());
  }

  @Test
  void explainsNoMessageThatNeitherTheLibraryNorTheServerHas() throws IOException {
    String recorded =
        Files.readString(Examples.TOP.resolve("examples/src/test/resources/wire/resume.jsonl"));
    List<String> longestFirst = new ArrayList<>(texts);
    longestFirst.sort(Comparator.comparing(String::length).reversed());
    Map<String, String> unknown = new TreeMap<>();
    for (String message : messages()) {
      String rest = message;
      for (String text : longestFirst) {
        rest = rest.replace(text, "…");
      }
      WORDS
          .matcher(rest)
          .results()
          .map(MatchResult::group)
          .filter(words -> !recorded.contains(words))
          .forEach(words -> unknown.put(message, words));
    }
    assertEquals(Map.of(), unknown);
  }

  @Test
  void explainsNoMessageTwice() {
    List<String> messages = messages();
    assertEquals(messages.stream().distinct().toList(), messages);
  }

  @Test
  void givesEachACauseAndAFix() {
    assertEquals(
        List.of(),
        document.lines().filter(line -> line.startsWith("|") && line.contains("| |")).toList());
  }

  @Test
  void theTextsThatAreNeverSeenAreInTheCode() {
    assertTrue(texts.containsAll(NEVER_SEEN), () -> texts.toString());
  }
}
