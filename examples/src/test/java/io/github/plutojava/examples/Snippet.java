package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A block of Java from a document, to be compiled and run. It may be statements, members of a class
 * or whole classes. What a page explains once in words, such as {@code pluto}, is a member of the
 * class around it.
 */
record Snippet(String text) {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\n+");
  private static final Pattern MEMBER = Pattern.compile("^(interface|final class) ");
  private static final Pattern CLASSES =
      Pattern.compile("^(@\\w+(\\(.*\\))?\\s+)*(public )?class (\\w+)");

  private static final String IMPORTS =
      """
      import io.github.plutojava.*;
      import io.github.plutojava.examples.EmbeddedPluto;
      import java.net.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import okhttp3.OkHttpClient;
      import okhttp3.logging.HttpLoggingInterceptor;
      import com.fasterxml.jackson.databind.*;
      import com.fasterxml.jackson.databind.json.*;
      import retrofit2.converter.jackson.*;
      import retrofit2.http.*;
      """;

  private static final String MEMBERS =
      """
      PlutoClient pluto;
      ActiveRun run;
      static EmbeddedPluto server;
      Object result;

      double evaluate(long step) {
        return step / 10_000.0;
      }

      public static void main(String[] args) throws Exception {
        new Block().block();
      }
      """;

  Snippet {
    text = text.strip() + "\n";
  }

  static List<Snippet> allIn(String document) {
    return BLOCK.matcher(document).results().map(block -> new Snippet(block.group(1))).toList();
  }

  /** The n-th block, from 1 on, below a heading of a document. */
  static Snippet of(String document, String heading, int n) throws IOException {
    return allIn(section(document, heading)).get(n - 1);
  }

  /** What stands below a heading of a document. */
  static String section(String document, String heading) throws IOException {
    String text = Files.readString(Examples.TOP.resolve(document));
    Matcher section =
        Pattern.compile("(?ms)^##+ " + Pattern.quote(heading) + "\n(.*?)(?=^## |\\z)")
            .matcher(text);
    assertTrue(section.find(), () -> document + " has no section " + heading);
    return section.group(1);
  }

  /** The same with another text in one place, such as the address of a server of the test's. */
  Snippet with(String shown, String here) {
    assertTrue(text.contains(shown), () -> shown + " is not in " + text);
    return new Snippet(text.replace(shown, here));
  }

  /** The same with more code behind it. */
  Snippet then(String code) {
    return new Snippet(text + code);
  }

  /** What the compiler says is wrong with it. */
  List<String> errors(Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    String source = source();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + mainClass() + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-proc:none",
            "--release",
            "17",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    compiler.getTask(null, null, diagnostics, options, null, List.of(file)).call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }

  private String body() {
    return IMPORT.matcher(text).replaceAll("").strip() + "\n";
  }

  private String mainClass() {
    Matcher classes = CLASSES.matcher(body());
    return classes.find() ? classes.group(4) : "Block";
  }

  private String source() {
    StringBuilder source = new StringBuilder();
    IMPORT.matcher(text).results().forEach(line -> source.append(line.group()));
    source.append(IMPORTS);
    String body = body();
    if (CLASSES.matcher(body).find()) {
      return source.append(body).toString();
    }
    boolean isMember = MEMBER.matcher(body).find();
    return source
        .append("class Block {\n")
        .append(MEMBERS.replace(isMember ? "new Block().block();" : "", ""))
        .append(isMember ? body : "void block() throws Exception {\n" + body + "}\n")
        .append("}\n")
        .toString();
  }

  /** Compiles it, and loads a class of it. */
  Class<?> load(Path classes, String name) throws ClassNotFoundException, MalformedURLException {
    assertEquals(List.of(), errors(classes), text);
    URL[] path = {classes.toUri().toURL()};
    return Class.forName(name, true, new URLClassLoader(path, getClass().getClassLoader()));
  }

  /**
   * Runs it on this thread, and throws what it throws.
   *
   * @return what it has set {@code result} to
   */
  @Nullable Object run(Path classes, EmbeddedPluto server, PlutoClient pluto) throws Exception {
    return run(classes, server, pluto, null);
  }

  /** The same with an open run. */
  @Nullable Object run(
      Path classes, EmbeddedPluto server, PlutoClient pluto, @Nullable ActiveRun run)
      throws Exception {
    Class<?> type = load(classes, "Block");
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object block = constructor.newInstance();
    field(type, "server").set(null, server);
    field(type, "pluto").set(block, pluto);
    field(type, "run").set(block, run);
    Method method = type.getDeclaredMethod("block");
    method.setAccessible(true);
    try {
      method.invoke(block);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw e;
    }
    return field(type, "result").get(block);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** What to give to a JVM of its own that runs it, once it was compiled. */
  static String classPath(Path classes) {
    return classes + File.pathSeparator + System.getProperty("java.class.path");
  }
}
