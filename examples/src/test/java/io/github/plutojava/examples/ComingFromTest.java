package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;

/** What {@code docs/coming-from.md} shows on the other side is what is tried elsewhere. */
class ComingFromTest {

  private static String block(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Examples.TOP.resolve("docs/coming-from.md")))
        .results()
        .map(block -> block.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> all(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void theLibrarySendsWhatCurlDoes() throws Exception {
    String curl = block("sh").replace("$PLUTO_API_KEY", EmbeddedPluto.VALID_KEY);
    RecordedRequest sent;
    try (MockWebServer server = new MockWebServer();
        PlutoClient pluto =
            PlutoClient.builder()
                .baseUrl(server.url("/").toString())
                .apiKey(EmbeddedPluto.VALID_KEY)
                .build()) {
      server.enqueue(new MockResponse().setResponseCode(404));
      ResumeTarget target = ResumeTarget.byDisplayId("MTE-1").inProject("monitor-tests");
      assertThrows(PlutoApiException.class, () -> pluto.runs().resume(target));
      sent = server.takeRequest();
    }
    assertEquals("POST", sent.getMethod()); // curl's method for what has a body
    assertEquals(List.of(sent.getPath()), all("https://[^/ ]+(/\\S+)", curl));
    assertEquals(List.of(sent.getBody().readUtf8()), all("-d '(.*)'", curl));
    for (String header : all("-H \"(.*)\"", curl)) {
      String name = header.substring(0, header.indexOf(": "));
      assertEquals(header, name + ": " + sent.getHeader(name));
    }
  }

  @Test
  void theGeneratedClientIsUsedSo() throws IOException {
    String program =
        Files.readString(
            Examples.TOP.resolve(
                "core/consumers/src/it/generated/src/main/java/com/example/Main.java"));
    assertTrue(program.contains(block("java generated").indent(4)));
  }
}
