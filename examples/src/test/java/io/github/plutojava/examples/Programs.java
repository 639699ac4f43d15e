package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs as a person does: in a process of their own, which must end by itself. */
final class Programs {
  record Result(int status, String out, String err) {}

  private Programs() {}

  /** Runs an example's main. */
  static Result run(Map<String, String> environment, String mainClass, List<String> args)
      throws IOException, InterruptedException {
    return runIn(Path.of("").toAbsolutePath(), environment, mainClass, args);
  }

  /** The environment of a program that is to talk to this server if it looks there. */
  static Map<String, String> environment(EmbeddedPluto server) {
    return Map.of(
        "PLUTO_API_KEY",
        EmbeddedPluto.VALID_KEY,
        "PLUTO_URL_API",
        server.url(),
        "PLUTO_URL_INGEST",
        server.url(),
        "PLUTO_URL_PY",
        server.url());
  }

  /** Runs an example's main in a folder. */
  static Result runIn(
      Path folder, Map<String, String> environment, String mainClass, List<String> args)
      throws IOException, InterruptedException {
    return java(
        folder, environment, List.of(), System.getProperty("java.class.path"), mainClass, args);
  }

  /** Runs a main in a JVM of its own. */
  static Result java(
      Path folder,
      Map<String, String> environment,
      List<String> options,
      String classPath,
      String mainClass,
      List<String> args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return run(builder, 20);
  }

  static Result run(ProcessBuilder builder, long timeoutSeconds)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    try {
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertTrue(ended, () -> builder.command() + " does not end");
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
