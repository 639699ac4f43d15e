package io.github.plutojava.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** A JVM of its own, with the class path of this one. */
public final class Program implements AutoCloseable {
  private final Process process;

  public Program(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  public Process process() {
    return process;
  }

  /** Waits for its end, and returns what it printed from now on, in either stream. */
  public String end(int exitValue) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assertions.assertTrue(process.waitFor(10, TimeUnit.SECONDS), "it does not end");
    Assertions.assertEquals(exitValue, process.exitValue(), output);
    return output;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
