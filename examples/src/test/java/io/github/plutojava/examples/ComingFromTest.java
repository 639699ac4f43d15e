package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void theCallsByHandWorkOnAServerThatIsWell(@TempDir Path classes) throws Exception {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build()) {
      Snippet byHand =
          Snippet.of("docs/coming-from.md", "From an HTTP client of your own", 1)
              .with("https://pluto-api.trainy.ai", server.url())
              .with("https://pluto-ingest.trainy.ai", server.url())
              .with("System.getenv(\"PLUTO_API_KEY\")", "EmbeddedPluto.VALID_KEY");
      byHand.run(classes, server, pluto);
      assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), server.run(1).statuses());
      assertEquals(0.93, server.points("MMP-1", "eval/accuracy").get(0).value());
      // What the table says of it.
      assertEquals(List.of(), server.run(1).names());
      assertEquals(0, server.run(1).heartbeats());

      byHand.with("my-ml-project", "my-project").with("MMP-1", "MMP-3").run(classes, server, pluto);
      assertEquals("COMPLETED", server.status("MMP-3"));
      assertEquals(Set.of(), server.run("MMP-3").metrics());
    }
  }

  @Test
  void hereItIsDoneByTheLibrary(@TempDir Path classes) throws Exception {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build()) {
      Snippet.of("docs/coming-from.md", "From an HTTP client of your own", 2)
          .run(classes, server, pluto);
      assertEquals(List.of("eval/accuracy"), server.run(1).names());
      Snippet.of("docs/coming-from.md", "From the Python client", 1).run(classes, server, pluto);
      assertEquals("COMPLETED", server.status(8));
      assertEquals(1, server.run(8).points("accuracy").size());
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
