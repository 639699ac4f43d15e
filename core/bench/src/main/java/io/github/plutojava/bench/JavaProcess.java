package io.github.plutojava.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another JVM that runs a main class and prints one line. Closing it ends it. */
final class JavaProcess implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Process process;
  private final BufferedReader out;

  JavaProcess(String classPath, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-classpath", classPath));
    command.addAll(flags);
    command.add(main.getName());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader();
  }

  /** Waits for the line. */
  String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("ended without a word: " + process.info().commandLine().orElse(""));
    }
    return line;
  }

  /** Waits for the line, which has numbers between spaces. */
  double[] readFigures() throws IOException {
    return Arrays.stream(readLine().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
