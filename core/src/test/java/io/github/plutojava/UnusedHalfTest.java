package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.ChildJvm;
import io.github.plutojava.testing.RunTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that only resumes loads nothing of what logs. */
@Tag("unmutated")
class UnusedHalfTest extends RunTest {
  private static final Pattern LOADED =
      Pattern.compile("\\[class,load\\] io\\.github\\.plutojava\\.([^\\s$]+)");

  /** What a client needs to resume; a class that comes to it has its place here. */
  private static final Set<String> FIRST_HALF =
      Set.of(
          "Addresses",
          "AnswerCheck",
          "BearerAuthInterceptor",
          "CallDefaults",
          "CallOutcome",
          "ClientParts",
          "ClientSettings",
          "Idempotent",
          "Operation",
          "PlutoApiException",
          "PlutoClient",
          "PlutoException",
          "PlutoResponseException",
          "PlutoTransportException",
          "ResumeOperation",
          "ResumeTarget",
          "ResumedRun",
          "RetryPolicy",
          "RunConverterFactory",
          "RunJson",
          "RunMismatchException",
          "RunsApi",
          "UnusedHalfTest",
          "WarmUp");

  private static boolean isOfTheFirstHalf(String name) {
    return FIRST_HALF.contains(name)
        || name.startsWith("testing.")
        || name.matches("internal\\.(call|http|net|text)\\..*")
        || (name.startsWith("internal.wire.")
            && !name.contains("Metric")
            && !name.endsWith(".PointRules"));
  }

  /** Resumes, and prints how it went. */
  static final class ResumingProgram {
    public static void main(String[] args) {
      try (PlutoClient client = PlutoClient.builder().apiKey(KEY).selfHosted("localhost").build()) {
        System.out.println(client);
      }
      try (PlutoClient client = PlutoClient.builder().apiKey(KEY).baseUrl(args[0]).build()) {
        System.out.println(client.runs().resume(MMP_1).displayId());
        System.out.println(client.runs().resumeAsync(MMP_1).join().displayId());
      }
    }
  }

  @Test
  void isNotLoaded() throws Exception {
    Set<String> loaded = new TreeSet<>();
    List<String> lines;
    try (ChildJvm program =
        ChildJvm.start(
            List.of("-Xlog:class+load"),
            Map.of(),
            ResumingProgram.class,
            server.url("/").toString())) {
      lines = program.readAll();
      assertEquals(0, program.exitValue(), lines.toString());
    }
    for (String line : lines) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.find()) {
        loaded.add(matcher.group(1));
      }
    }
    assertEquals(2, lines.stream().filter("MMP-1"::equals).count());
    assertTrue(loaded.contains("PlutoClient") && loaded.contains("ResumedRun"), loaded.toString());
    loaded.removeIf(UnusedHalfTest::isOfTheFirstHalf);
    assertEquals(Set.of(), loaded);
  }
}
