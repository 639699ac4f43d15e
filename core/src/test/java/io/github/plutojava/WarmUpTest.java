package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.ChildJvm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a first call needs is loaded from the first builder on, before an address is read. */
@Tag("unmutated")
class WarmUpTest {
  /** Makes a builder, and waits for the thread that this has started. */
  static final class BuildingProgram {
    public static void main(String[] args) throws InterruptedException {
      PlutoClient.Builder unused = PlutoClient.builder();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("Pluto start")) {
          thread.join();
        }
      }
    }
  }

  @Test
  void beginsWithTheBuilder() throws Exception {
    List<String> lines;
    try (ChildJvm program =
        ChildJvm.start(List.of("-Xlog:class+load"), Map.of(), BuildingProgram.class)) {
      lines = program.readAll();
      assertEquals(0, program.exitValue(), lines.toString());
    }
    assertTrue(isLoaded("com.fasterxml.jackson.core.json.UTF8JsonGenerator", lines));
    assertTrue(isLoaded("sun.security.jca.ProviderConfig", lines));
    assertFalse(isLoaded("okhttp3.HttpUrl", lines));
  }

  private static boolean isLoaded(String className, List<String> lines) {
    return lines.stream().anyMatch(line -> line.contains(" " + className + " "));
  }
}
