package io.github.plutojava.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * Where and when this runs.
 *
 * @param load the mean number of runnable threads of the minute before: more than the contenders'
 *     own makes the figures rough
 */
record Machine(LocalDate date, String hardware, String system, String jdk, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Machine here() throws IOException {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC),
        cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.runtime.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String cpu() throws IOException {
    String architecture = System.getProperty("os.arch");
    if (!Files.exists(CPU_INFO)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    }
  }
}
