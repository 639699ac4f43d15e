package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Style;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A platform whose trust store cannot be read. */
@Tag("unmutated")
class TrustStoreTest {
  /** Makes a call in each way. */
  static final class Program {
    public static void main(String[] args) {
      try (PlutoClient client =
          PlutoClient.builder().apiKey("mlps_key").baseUrl("https://localhost:1").build()) {
        for (Style style : Style.values()) {
          try {
            style.resume(client, ResumeTarget.byId(1));
          } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
          }
        }
      }
    }
  }

  @Test
  void failsEachCallAndSaysWhatToCheck() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djavax.net.ssl.trustStore=pom.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertEquals(0, program.waitFor());
    assertEquals(2, lines.size(), lines.toString());
    for (String line : lines) {
      assertTrue(line.startsWith("the platform's trust store cannot be read: check"), line);
    }
  }
}
