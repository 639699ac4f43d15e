package io.github.plutojava.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program in a process of its own. */
public final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a program with options of the JVM and with environment variables. */
  public static ChildJvm start(
      List<String> options, Map<String, String> environment, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-XX:TieredStopAtLevel=1"); // It starts sooner.
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start());
  }

  /** Returns the next line, or null at the end. */
  public @Nullable String readLine() throws IOException {
    return out.readLine();
  }

  /** Returns what is left to be read, once the program has ended. */
  public List<String> readAll() throws IOException {
    return out.lines().toList();
  }

  /** Ends it as {@code kill -9} does, and waits until it has ended. */
  public void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // Process's own method closes what is to be read.
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("it cannot be killed");
    }
  }

  public int exitValue() throws InterruptedException {
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
