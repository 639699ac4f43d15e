package io.github.plutojava.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The jars that the library brings.
 *
 * @param count how many
 * @param bytes their size
 * @param hasKotlin whether a class of Kotlin is in one
 */
record ClassPath(int count, long bytes, boolean hasKotlin) {
  private static final int MOST_JARS = 9;
  private static final double MOST_MEGABYTES = 3.3;

  /** Looks at the jars of a class path; folders are not counted. */
  static ClassPath of(String classPath) throws IOException {
    List<Path> jars =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(classPath)
            .filter(element -> element.endsWith(".jar"))
            .map(Path::of)
            .toList();
    long bytes = 0;
    boolean hasKotlin = false;
    for (Path jar : jars) {
      bytes += Files.size(jar);
      try (JarFile file = new JarFile(jar.toFile())) {
        hasKotlin |= file.stream().anyMatch(entry -> entry.getName().startsWith("kotlin/"));
      }
    }
    return new ClassPath(jars.size(), bytes, hasKotlin);
  }

  private double megabytes() {
    return bytes / 1e6;
  }

  boolean isSmallEnough() {
    return count <= MOST_JARS && megabytes() <= MOST_MEGABYTES && !hasKotlin;
  }

  String target() {
    return "≤ " + MOST_JARS + " jars, ≤ " + MOST_MEGABYTES + " MB, no Kotlin";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d jars, %.2f MB, %s",
        count,
        megabytes(),
        hasKotlin ? "Kotlin" : "no Kotlin");
  }
}
