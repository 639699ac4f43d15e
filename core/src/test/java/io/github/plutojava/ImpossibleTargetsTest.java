package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Impossible combinations of identifiers do not compile; with one token changed, they do. */
@Tag("unmutated")
class ImpossibleTargetsTest {
  private static final String CANNOT_APPLY = "compiler.err.cant.apply.symbol";
  private static final String CANNOT_RESOLVE = "compiler.err.cant.resolve.location.args";
  private static final String NOT_PERMITTED = "compiler.err.cant.inherit.from.sealed";

  private static final Predicate<String> AT_MOST_ONE_TOKEN =
      Pattern.compile("\"[^\"]*\"|\\w*|[^\\w\\s\"]").asMatchPredicate();

  /** A member with a place, §, for the token that does not compile or that does; and the error. */
  enum Case {
    NO_TARGET("Object o = runs.resume(§);", "", "target", CANNOT_APPLY),
    NO_RUN_ID("Object o = ResumeTarget.byId(§);", "", "1", CANNOT_APPLY),
    NO_DISPLAY_ID("Object o = ResumeTarget.byDisplayId(§);", "", "\"MMP-1\"", CANNOT_APPLY),
    NO_EXTERNAL_ID("Object o = ResumeTarget.byExternalId(§);", "", "\"x\"", CANNOT_APPLY),

    SEVERAL_TARGETS("Object o = runs.resume(§);", "targets", "target", CANNOT_APPLY),
    TWO_RUN_IDS("Object o = ResumeTarget.byId(1 § 2);", ",", "+", CANNOT_APPLY),
    DISPLAY_ID_AND_RUN_ID("Object o = new ByDisplayId(\"MMP-1\", §);", "1", "\"p\"", CANNOT_APPLY),
    DISPLAY_ID_AND_EXTERNAL_ID(
        "Object o = ResumeTarget.byDisplayId(\"MMP-1\").§(\"x\");",
        "byExternalId",
        "inProject",
        CANNOT_RESOLVE),
    EXTERNAL_ID_AND_DISPLAY_ID(
        "Object o = ResumeTarget.byExternalId(\"x\").§(\"MMP-1\");",
        "byDisplayId",
        "inProject",
        CANNOT_RESOLVE),

    EXTERNAL_ID_WITHOUT_ITS_PROJECT(
        "Object o = runs.resume(ResumeTarget.§(\"x\"));",
        "byExternalId",
        "byDisplayId",
        CANNOT_APPLY),
    EXTERNAL_ID_WITHOUT_ITS_PROJECT_ASYNC(
        "Object o = runs.resumeAsync(ResumeTarget.§(\"x\"));",
        "byExternalId",
        "byDisplayId",
        CANNOT_APPLY),
    EXTERNAL_ID_WITHOUT_ITS_PROJECT_AS_A_TARGET(
        "ResumeTarget t = ResumeTarget.§(\"x\");",
        "byExternalId",
        "byDisplayId",
        "compiler.err.prob.found.req"),
    EXTERNAL_ID_WITHOUT_ITS_PROJECT_AS_A_RECORD(
        "Object o = new ByExternalId(\"x\" § \"p\");", "+", ",", CANNOT_APPLY),
    EXTERNAL_ID_AND_PROJECT_AS_TWO_STRINGS(
        "Object o = ResumeTarget.byExternalId(\"x\" § \"p\");", ",", "+", CANNOT_APPLY),
    PROJECT_BEFORE_EXTERNAL_ID(
        "Object o = ResumeTarget.§(\"x\");", "inProject", "byExternalId", CANNOT_RESOLVE),
    PROJECT_TWICE_FOR_AN_EXTERNAL_ID(
        "Object o = ResumeTarget.§(\"x\").inProject(\"p\").inProject(\"q\");",
        "byExternalId",
        "byDisplayId",
        CANNOT_RESOLVE),

    PROJECT_WITH_A_RUN_ID(
        "Object narrow(§ run) { return run.inProject(\"p\"); }",
        "ById",
        "ByDisplayId",
        CANNOT_RESOLVE),
    PROJECT_WITH_A_RUN_ID_AS_A_RECORD("Object o = new ById(1 § 2);", ",", "+", CANNOT_APPLY),

    RUN_ID_AS_A_STRING("Object o = ResumeTarget.byId(§);", "\"1\"", "1", CANNOT_APPLY),
    RUN_ID_AS_A_DOUBLE("Object o = ResumeTarget.byId(§);", "1D", "1L", CANNOT_APPLY),
    DISPLAY_ID_AS_A_NUMBER("Object o = ResumeTarget.byDisplayId(§);", "1", "\"1\"", CANNOT_APPLY),
    EXTERNAL_ID_AS_A_NUMBER("Object o = ResumeTarget.byExternalId(§);", "1", "\"1\"", CANNOT_APPLY),
    BARE_STRING("Object o = runs.resume(§);", "\"MMP-1\"", "target", CANNOT_APPLY),
    BARE_NUMBER("Object o = runs.resume(§);", "1", "target", CANNOT_APPLY),
    BARE_STRING_ASYNC("Object o = runs.resumeAsync(§);", "\"MMP-1\"", "target", CANNOT_APPLY),
    BARE_NUMBER_ASYNC("Object o = runs.resumeAsync(§);", "1", "target", CANNOT_APPLY),

    FOURTH_CLASS(
        "static final class Fourth implements § {}", "ResumeTarget", "Serializable", NOT_PERMITTED),
    FOURTH_RECORD(
        "record Fourth(String name) implements § {}",
        "ResumeTarget",
        "Serializable",
        NOT_PERMITTED),
    FOURTH_ENUM("enum Fourth implements § { ONE }", "ResumeTarget", "Serializable", NOT_PERMITTED),
    FOURTH_INTERFACE(
        "interface Fourth extends § {}", "ResumeTarget", "Serializable", NOT_PERMITTED),
    FOURTH_ANONYMOUS_CLASS(
        "Object o = new §() {};",
        "ResumeTarget",
        "Serializable",
        "compiler.err.local.classes.cant.extend.sealed"),
    SUBCLASS_OF_A_TARGET(
        "class Sub extends § { Sub() { super(1); } }",
        "ById",
        "CharArrayWriter",
        "compiler.err.cant.inherit.from.final");

    final String line;
    final String broken;
    final String fixed;
    final String error;

    Case(String line, String broken, String fixed, String error) {
      this.line = line;
      this.broken = broken;
      this.fixed = fixed;
      this.error = error;
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotCompile(Case c) throws IOException {
    assertEquals(List.of("3: " + c.error), errors(c.line.replace("§", c.broken)));
  }

  @ParameterizedTest
  @EnumSource
  void differsInOneToken(Case c) {
    assertNotEquals(c.broken, c.fixed);
    assertTrue(AT_MOST_ONE_TOKEN.test(c.broken), c.broken);
    assertTrue(AT_MOST_ONE_TOKEN.test(c.fixed), c.fixed);
  }

  @ParameterizedTest
  @EnumSource
  void compilesWithOneTokenChanged(Case c) throws IOException {
    assertEquals(List.of(), errors(c.line.replace("§", c.fixed)));
  }

  /** Returns the line and the code of each error in a source whose third line is this. */
  private static List<String> errors(String line) throws IOException {
    String source =
        """
        import io.github.plutojava.*; import io.github.plutojava.ResumeTarget.*; import java.io.*;
        class Snippet { RunsApi runs; ResumeTarget target; java.util.List<ResumeTarget> targets;
        %s
        }
        """
            .formatted(line);
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-Xdiags:verbose", "-cp", System.getProperty("java.class.path"));
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostics, options, null, List.of(file));
    task.analyze(); // Writes no class file.
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getLineNumber() + ": " + diagnostic.getCode())
        .toList();
  }
}
