package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
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
 * {@code docs/troubleshooting.md} has an entry for every message of the library's exceptions, and
 * for none that the library does not have.
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

  /** Messages that no call can bring about. */
  private static final Set<String> NEVER_SEEN =
      Set.of(
          "\n(it cannot be printed", // of a reason that is stored
          "a delivery cannot fail so",
          "a fail always has a status",
          "a log", // of a toString
          "an acceptance has no failure",
          "an acceptance is no failure",
          "checked before the run was opened",
          "each call of these has options",
          "each method was checked",
          "nothing can fail in memory",
          "set by PlutoCall",
          "the ending was interrupted",
          "the pooled connection was closed");

  private static final Texts TEXTS = new Texts();
  private static String document = "";

  @BeforeAll
  static void read() throws IOException {
    scanSources();
    document = Files.readString(Examples.TOP.resolve("docs/troubleshooting.md"));
  }

  private static void scanSources() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
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
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(TEXTS, null);
      }
    }
  }

  /**
   * Collects the string literals that have at least two words. Each counts as a message, or as part
   * of one, except an argument of a method: that is the name of a thread or header, or a text to
   * compare with. An argument counts nevertheless if it goes into an exception, or into a longer
   * text.
   */
  private static final class Texts extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final Pattern EXCEPTION = Pattern.compile("\\w*(Exception|Error)");

    /** Within a constructor, the first two make the exception that the class is. */
    private static final Pattern MAKES_EXCEPTION =
        Pattern.compile("super|this|(Objects\\.)?requireNonNull");

    private static final Pattern MAKES_TEXT =
        Pattern.compile("String\\.(format|join)|(?s).*\\.(append|concat|formatted)");

    private enum Place {
      STATEMENT,
      ARGUMENT,
      EXCEPTION
    }

    final Set<String> all = new TreeSet<>();
    final Set<String> messages = new TreeSet<>();
    private Place place = Place.STATEMENT;

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
      if (literal.getValue() instanceof String text && WORDS.matcher(text).find()) {
        String words = AROUND.matcher(text).replaceAll("");
        all.add(words);
        if (place != Place.ARGUMENT) {
          messages.add(words);
        }
      }
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      scan(call.getMethodSelect(), null);
      String method = call.getMethodSelect().toString();
      if (MAKES_EXCEPTION.matcher(method).matches()) {
        scanIn(Place.EXCEPTION, call.getArguments());
      } else if (place == Place.EXCEPTION || MAKES_TEXT.matcher(method).matches()) {
        scanIn(place, call.getArguments());
      } else {
        scanIn(Place.ARGUMENT, call.getArguments());
      }
      return null;
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
      boolean isException = EXCEPTION.matcher(made.getIdentifier().toString()).matches();
      scanIn(isException ? Place.EXCEPTION : place, made.getArguments());
      return scan(made.getClassBody(), null);
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree thrown, @Nullable Void unused) {
      return scanIn(Place.EXCEPTION, List.of(thrown.getExpression()));
    }

    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, @Nullable Void unused) {
      return scanIn(Place.STATEMENT, List.of(lambda.getBody()));
    }

    @Override
    public @Nullable Void visitClass(ClassTree body, @Nullable Void unused) {
      return scanIn(Place.STATEMENT, body.getMembers());
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void unused) {
      return null;
    }

    private @Nullable Void scanIn(Place inner, List<? extends Tree> trees) {
      Place outer = place;
      place = inner;
      scan(trees, null);
      place = outer;
      return null;
    }
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
        TEXTS.messages.stream()
            .filter(text -> !NEVER_SEEN.contains(text))
            .filter(text -> !explained.contains(text))
            .toList());
  }

  @Test
  void explainsNoMessageThatNeitherTheLibraryNorTheServerHas() throws IOException {
    String recorded =
        Files.readString(Examples.TOP.resolve("examples/src/test/resources/wire/resume.jsonl"));
    List<String> longestFirst = new ArrayList<>(TEXTS.all);
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
  void theMessagesThatAreNeverSeenAreInTheCode() {
    assertTrue(TEXTS.messages.containsAll(NEVER_SEEN), TEXTS.messages::toString);
  }
}
