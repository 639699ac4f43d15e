package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Impossible combinations of identifiers do not compile; with one token changed, they do. */
class ImpossibleTargetsTest {
  private static final String CANNOT_APPLY = "compiler.err.cant.apply.symbol";
  private static final String CANNOT_RESOLVE = "compiler.err.cant.resolve.location.args";

  /** A line with a place, §, for what does not compile and for what does, and the error. */
  enum Case {
    NO_IDENTIFIER("ResumeTarget t = ResumeTarget.byId(§);", "", "1", CANNOT_APPLY),
    NO_TARGET("runs.resume(§);", "", "target", CANNOT_APPLY),
    TWO_TARGETS("runs.resume(target§);", ", target", "", CANNOT_APPLY),
    TWO_IDENTIFIERS(
        "ResumeTarget t = ResumeTarget.byDisplayId(\"MMP-1\").§(\"x\");",
        "byExternalId",
        "inProject",
        CANNOT_RESOLVE),
    EXTERNAL_ID_WITHOUT_ITS_PROJECT(
        "runs.resume(ResumeTarget.§(\"x\"));", "byExternalId", "byDisplayId", CANNOT_APPLY),
    EXTERNAL_ID_AND_PROJECT_AS_TWO_STRINGS(
        "ResumeTarget.byExternalId(\"x\"§);", ", \"p\"", "", CANNOT_APPLY),
    PROJECT_BEFORE_EXTERNAL_ID(
        "ResumeTarget.§(\"x\");", "inProject", "byExternalId", CANNOT_RESOLVE),
    PROJECT_TWICE_FOR_AN_EXTERNAL_ID(
        "ResumeTarget.byExternalId(\"x\").inProject(\"p\")§;",
        ".inProject(\"p\")",
        "",
        CANNOT_RESOLVE),
    PROJECT_WITH_A_RUN_ID(
        "runs.resume(ResumeTarget.byId(1)§);", ".inProject(\"p\")", "", CANNOT_RESOLVE),
    RUN_ID_AS_A_STRING("ResumeTarget.byId(§);", "\"1\"", "1", CANNOT_APPLY),
    DISPLAY_ID_AS_A_NUMBER("ResumeTarget.byDisplayId(§);", "1", "\"1\"", CANNOT_APPLY),
    BARE_STRING("runs.resume(§);", "\"MMP-1\"", "target", CANNOT_APPLY),
    BARE_NUMBER("runs.resume(§);", "1", "target", CANNOT_APPLY),
    BARE_STRING_ASYNC("runs.resumeAsync(§);", "\"MMP-1\"", "target", CANNOT_APPLY),
    BARE_NUMBER_ASYNC("runs.resumeAsync(§);", "1", "target", CANNOT_APPLY),
    FOURTH_KIND_OF_TARGET(
        "class Fourth implements § {}",
        "ResumeTarget",
        "Serializable",
        "compiler.err.local.classes.cant.extend.sealed");

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
  void compilesWithOneTokenChanged(Case c) throws IOException {
    assertEquals(List.of(), errors(c.line.replace("§", c.fixed)));
  }

  /** Returns the line and the code of each error in a source whose third line is this. */
  private static List<String> errors(String line) throws IOException {
    String source =
        "import io.github.plutojava.*; import java.io.Serializable;\n"
            + "class Snippet { void snippet(RunsApi runs, ResumeTarget target) {\n"
            + line
            + "\n}}";
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
