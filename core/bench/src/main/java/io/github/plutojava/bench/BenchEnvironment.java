package io.github.plutojava.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * What all parts of the benchmarks need.
 *
 * @param isQuick whether rough figures do
 * @param library the class path that the library brings
 */
record BenchEnvironment(boolean isQuick, TlsFiles tls, String library) {
  static BenchEnvironment of(boolean isQuick, Path folder)
      throws IOException, GeneralSecurityException {
    return new BenchEnvironment(
        isQuick,
        new TlsFiles(folder),
        Files.readString(Path.of("target", "runtime.classpath")).strip());
  }

  /** Returns the class path of the contenders. */
  String classPath() {
    return Path.of("target", "classes") + File.pathSeparator + library;
  }
}
