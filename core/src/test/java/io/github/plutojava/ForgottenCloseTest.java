package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program ends although it never closes its client. */
@Tag("unmutated")
class ForgottenCloseTest extends ServerTest {
  /** Makes a client and two calls, and forgets to close it. */
  static final class ForgetfulProgram {
    public static void main(String[] args) {
      PlutoClient client = PlutoClient.builder().apiKey(KEY).baseUrl(args[0]).build();
      System.out.println(client.runs().resume(MMP_1).displayId());
      System.out.println(client.runs().resumeAsync(MMP_1).join().displayId());
      System.out.println("last line");
    }
  }

  @Test
  void aProgramThatForgetsToCloseEnds() throws Exception {
    enqueue(Answers.run1(), Answers.run1());
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ForgetfulProgram.class.getName(),
                server.url("/").toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("MMP-1", out.readLine());
      assertEquals("MMP-1", out.readLine());
      assertEquals("last line", out.readLine());
      assertTrue(program.waitFor(2, TimeUnit.SECONDS), "it does not end within 2 s");
      assertEquals(0, program.exitValue());
    } finally {
      program.destroyForcibly();
    }
  }
}
