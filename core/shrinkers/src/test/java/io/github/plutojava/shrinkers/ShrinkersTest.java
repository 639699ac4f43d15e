package io.github.plutojava.shrinkers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.app.LoggingApp;
import com.example.app.ServiceApp;
import com.example.app.ShrunkenApp;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Android's compilers and ProGuard take the jar as it is, and what they make of it runs. The tests
 * that are not tagged "kotlin-free" are run with OkHttp 4 and 5 as well.
 */
@Timeout(120)
class ShrinkersTest {
  private static final Path WORK = Path.of("target", "shrinkers").toAbsolutePath();
  private static final Path CORE = Path.of("..").toAbsolutePath().normalize();
  private static final Path RULES =
      CORE.resolve("src/main/resources/META-INF/proguard/pluto-client.pro");
  private static final Path ANDROID_MD = CORE.resolve("../docs/android.md");

  /** What the apps run on: the jar of the library, which is the first, and those that it needs. */
  private static final List<Path> RUNTIME = new ArrayList<>();

  /** OkHttp 5 as an app on Android gets it, for its rules: it does not run on a JVM. */
  private static final List<Path> OKHTTP_ANDROID = new ArrayList<>();

  /** R8, which is D8 too, ProGuard, and what they need. */
  private static final List<Path> TOOLS = new ArrayList<>();

  /** The classes of the platform: Android's, and of the JDK those packages that Android has. */
  private static final List<Path> PLATFORM = new ArrayList<>();

  private enum App {
    RESUMES(ShrunkenApp.class),
    HAS_A_SERVICE(ServiceApp.class),
    LOGS(LoggingApp.class);

    final String mainClass;

    App(Class<?> mainClass) {
      this.mainClass = mainClass.getName();
    }

    Path jar() {
      return WORK.resolve(this + ".jar");
    }

    /** Its jar and those that it needs as one, with records made into plain classes. */
    Path desugared() {
      return WORK.resolve(this + "-desugared.jar");
    }

    List<Path> classPath() {
      List<Path> all = new ArrayList<>(List.of(jar()));
      all.addAll(RUNTIME);
      return all;
    }
  }

  @BeforeAll
  @Timeout(120)
  static void compileTheApps() throws Exception {
    Files.createDirectories(WORK);
    RUNTIME.addAll(paths(Files.readString(Path.of("target", "runtime.classpath"))));
    PLATFORM.add(platformOf("java.base", "java.logging", "java.sql", "java.xml"));
    for (Path tool : paths(Files.readString(Path.of("target", "tools.classpath")))) {
      String name = tool.getFileName().toString();
      if (name.startsWith("android-all")) {
        PLATFORM.add(tool);
      } else if (name.startsWith("okhttp-android")) {
        OKHTTP_ANDROID.add(tool);
      } else {
        TOOLS.add(tool);
      }
    }
    for (App app : App.values()) {
      zip(app.jar(), classesOf(app));
      run(d8("--classfile", "--output", "" + app.desugared()), app.classPath());
    }
  }

  private static List<Path> paths(String classPath) {
    return Stream.of(classPath.strip().split(File.pathSeparator)).map(Path::of).toList();
  }

  private static Map<String, byte[]> classesOf(App app) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    Path root = Path.of("target", "classes");
    String prefix = app.mainClass.replace('.', '/');
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = root.relativize(file).toString().replace(File.separatorChar, '/');
        if (name.matches(prefix + "(\\$.*)?\\.class")) {
          classes.put(name, Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  /** Makes a jar of the classes of the running JDK that Android has too, as far as modules tell. */
  private static Path platformOf(String... modules) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (String module : modules) {
      Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = root.relativize(file).toString();
          if (name.endsWith(".class") && !name.equals("module-info.class")) {
            classes.put(name, Files.readAllBytes(file));
          }
        }
      }
    }
    return zip(WORK.resolve("platform.jar"), classes);
  }

  private static Path zip(Path jar, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return jar;
  }

  private static String outputOf(App app, List<Path> classPath) throws Exception {
    Result result = start(app, classPath);
    assertEquals(0, result.status, result.output);
    return result.output;
  }

  private static Result start(App app, List<Path> classPath) throws Exception {
    try (AppServer server = new AppServer();
        ClosingServer closing = new ClosingServer()) {
      return run(List.of("-cp", join(classPath), app.mainClass, server.url(), closing.url()));
    }
  }

  @Test
  void theAppsRunOnTheOkHttpThatTheBuildWasAskedFor() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path jar : RUNTIME) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.getEntry("okhttp3/OkHttpClient.class") != null) {
          found.add(jar.getFileName().toString());
        }
      }
    }
    System.out.println("The apps run on " + found);
    assertEquals(1, found.size(), "" + found);
    assertTrue(found.get(0).endsWith("-" + System.getProperty("apps.okhttp.version") + ".jar"));
  }

  @Test
  void d8TakesTheWholeClassPathWithoutAWord() throws Exception {
    Path dex = WORK.resolve("d8.zip");
    assertEquals("", run(d8("--output", "" + dex), RUNTIME).output);
    try (ZipFile zip = new ZipFile(dex.toFile())) {
      assertTrue(zip.getEntry("classes.dex").getSize() > 1_000_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void r8LeavesTheAppAsItWas(App app) throws Exception {
    Path shrunken = WORK.resolve(app + "-r8.jar");
    assertEquals(0, r8(app, shrunken, allRules(app, rules -> rules), "--classfile").status);
    assertEquals(outputOf(app, app.classPath()), outputOf(app, List.of(shrunken)));
    assertTrue(Files.size(shrunken) < Files.size(app.desugared()));
  }

  @Test
  void theUnshrunkenAppPrintsWhatItShould() throws Exception {
    List<String> lines = outputOf(App.RESUMES, App.RESUMES.classPath()).lines().toList();
    String url = "https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ";
    assertEquals("run 1: 1 is RUNNING at " + url, lines.get(0));
    assertEquals(lines.get(0), lines.get(1));
    assertEquals("x in my-ml-project: 1 is RUNNING at " + url, lines.get(7));
    assertEquals("404 Run not found true", lines.get(9));
    assertTrue(lines.get(12).contains(": 400 displayId: Required. "), lines.get(12));
    assertEquals(lines.get(0), lines.get(23));
    assertEquals(26, lines.size());
    assertEquals(
        List.of("7 n", "7 n", "loss 0.5"),
        outputOf(App.HAS_A_SERVICE, App.HAS_A_SERVICE.classPath()).lines().toList());
    lines = outputOf(App.LOGS, App.LOGS.classPath()).lines().toList();
    assertEquals("3 accepted", lines.get(0));
    assertEquals("COMPLETED", lines.get(1));
    assertTrue(lines.contains("FAILED"), "" + lines);
  }

  @Tag("kotlin-free")
  @Test
  void theAppsRunOnTheClassPathThatTheJarBrings() throws Exception {
    assertEquals(
        paths(Files.readString(CORE.resolve("target/runtime.classpath"))),
        RUNTIME.subList(1, RUNTIME.size()));
  }

  @Tag("kotlin-free")
  @ParameterizedTest
  @EnumSource(names = {"RESUMES", "LOGS"})
  void proGuardLeavesTheAppAsItWas(App app) throws Exception {
    Path shrunken = WORK.resolve(app + "-proguard.jar");
    Result result = proGuard(app, shrunken, allRules(app, rules -> rules));
    assertEquals(0, result.status, result.output);
    assertFalse(result.output.contains("Warning"), result.output);
    assertEquals(outputOf(app, app.classPath()), outputOf(app, List.of(shrunken)));
  }

  static Stream<String> ourRules() throws IOException {
    return Files.readAllLines(RULES, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("-"));
  }

  @Tag("kotlin-free")
  @ParameterizedTest
  @MethodSource("ourRules")
  void noneOfOurRulesIsNeedless(String rule) throws Exception {
    boolean isNeeded = false;
    for (App app : List.of(App.HAS_A_SERVICE, App.LOGS)) {
      List<Path> rules = allRules(app, all -> all.replace(rule, ""));
      Path shrunken = WORK.resolve("less.jar");
      boolean shrinks = r8(app, shrunken, rules, "--classfile").status == 0;
      isNeeded |= !shrinks || start(app, List.of(shrunken)).status != 0;
    }
    assertTrue(isNeeded, "the apps work without " + rule);
  }

  @Tag("kotlin-free")
  @Test
  void r8LeavesLessThanAQuarterOfTheDex() throws Exception {
    Path shrunken = WORK.resolve("r8.zip");
    List<Path> rules = allRules(App.RESUMES, all -> all);
    Result result = r8(App.RESUMES, shrunken, rules, "--min-api", "26");
    assertEquals(0, result.status, result.output);
    Path whole = WORK.resolve("whole.zip");
    run(d8("--output", "" + whole), App.RESUMES.classPath());
    long before = sizeOfDex(whole);
    long after = sizeOfDex(shrunken);
    System.out.println("classes.dex: " + before + " bytes before R8, " + after + " after");
    assertTrue(after < before / 4, after + " of " + before);
  }

  private static long sizeOfDex(Path zip) throws IOException {
    try (ZipFile dex = new ZipFile(zip.toFile())) {
      return dex.getEntry("classes.dex").getSize();
    }
  }

  private static List<String> d8(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("-cp", join(TOOLS), "com.android.tools.r8.D8", "--release", "--min-api", "26"));
    PLATFORM.forEach(jar -> command.addAll(List.of("--lib", "" + jar)));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Result r8(App app, Path output, List<Path> rules, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("-cp", join(TOOLS), "com.android.tools.r8.R8", "--release"));
    PLATFORM.forEach(jar -> command.addAll(List.of("--lib", "" + jar)));
    rules.forEach(file -> command.addAll(List.of("--pg-conf", "" + file)));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--output", "" + output, "" + app.desugared()));
    return run(command);
  }

  private static Result proGuard(App app, Path output, List<Path> rules) throws Exception {
    List<String> command = new ArrayList<>(List.of("-cp", join(TOOLS), "proguard.ProGuard"));
    app.classPath().forEach(jar -> command.addAll(List.of("-injars", jar + "(!META-INF/**)")));
    PLATFORM.forEach(jar -> command.addAll(List.of("-libraryjars", "" + jar)));
    rules.forEach(file -> command.addAll(List.of("-include", "" + file)));
    command.addAll(List.of("-outjars", "" + output));
    return run(command);
  }

  /** Returns the rules that the jars have in them, ours edited, and those that every app needs. */
  private static List<Path> allRules(App app, UnaryOperator<String> edit) throws IOException {
    List<Path> rules = new ArrayList<>();
    String own = "-keep class " + app.mainClass + " { public static void main(...); }\n";
    rules.add(Files.writeString(WORK.resolve("app.pro"), own + rulesInTheDocs(app)));
    List<Path> jars = new ArrayList<>(RUNTIME);
    if (jars.removeIf(jar -> jar.getFileName().toString().startsWith("okhttp-jvm"))) {
      jars.addAll(OKHTTP_ANDROID); // The other has none.
    }
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : zip.stream().filter(ShrinkersTest::hasRules).toList()) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          Path file = WORK.resolve(Path.of(entry.getName()).getFileName());
          rules.add(Files.writeString(file, jar.equals(RUNTIME.get(0)) ? edit.apply(text) : text));
        }
      }
    }
    assertEquals(4, rules.size(), "the app's, ours, Retrofit's and OkHttp's");
    return rules;
  }

  private static boolean hasRules(ZipEntry entry) {
    return entry.getName().endsWith(".pro") || entry.getName().equals("proguard.txt");
  }

  /** Only a service of the user's own needs any. */
  private static String rulesInTheDocs(App app) throws IOException {
    if (app != App.HAS_A_SERVICE) {
      return "";
    }
    Matcher block =
        Pattern.compile("```proguard\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ANDROID_MD));
    assertTrue(block.find());
    return block.group(1);
  }

  private record Result(int status, String output) {}

  private static Result run(List<String> command, List<Path> inputs) throws Exception {
    List<String> all = new ArrayList<>(command);
    inputs.forEach(input -> all.add("" + input));
    Result result = run(all);
    assertEquals(0, result.status, result.output);
    return result;
  }

  /** Runs a JVM, whose second compiler would take longer than the little that there is to do. */
  private static Result run(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static String join(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
