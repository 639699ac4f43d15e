package io.github.plutojava.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The jars that the library brings.
 *
 * @param count how many
 * @param hasKotlin whether a class of Kotlin is in one
 */
record ClassPath(int count, boolean hasKotlin) implements Goal {
  private static final int MOST_JARS = 9;

  /** Looks at the jars of a class path but the library's own. */
  static ClassPath of(String classPath) throws IOException {
    List<Path> jars =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(classPath)
            .map(Path::of)
            .filter(jar -> !jar.getFileName().toString().startsWith("pluto-client"))
            .toList();
    boolean hasKotlin = false;
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        hasKotlin |= file.stream().anyMatch(entry -> entry.getName().startsWith("kotlin/"));
      }
    }
    return new ClassPath(jars.size(), hasKotlin);
  }

  @Override
  public String name() {
    return "runtime class path";
  }

  @Override
  public boolean isMet() {
    return count <= MOST_JARS && !hasKotlin;
  }

  @Override
  public String target() {
    return "≤ " + MOST_JARS + " jars, no Kotlin";
  }

  @Override
  public String reached() {
    return count + " jars, " + (hasKotlin ? "Kotlin" : "no Kotlin");
  }
}
