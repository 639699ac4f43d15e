package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An error whose body cannot be read to its end keeps its status, which says enough. */
class BrokenErrorBodyTest extends ServerTest {
  private static final String WORDS = "{\"error\":\"Run not found\"}";

  /** What follows the status line, and how much of the body can be read. */
  private record Broken(String name, String rest, String body) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Broken> BODIES =
      List.of(
          new Broken("no gzip", "Content-Encoding: gzip\r\nContent-Length: 25\r\n\r\n" + WORDS, ""),
          new Broken(
              "gzip cut", "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u007f\b", ""),
          new Broken("cut at once", "Content-Length: 500\r\n\r\n", ""),
          new Broken("cut", "Content-Length: 500\r\n\r\n" + WORDS, WORDS),
          new Broken(
              "chunks cut", "Transfer-Encoding: chunked\r\n\r\n19\r\n" + WORDS + "\r\n", WORDS),
          new Broken(
              "chunk size is no number",
              "Transfer-Encoding: chunked\r\n\r\n19\r\n" + WORDS + "\r\nzz\r\n",
              WORDS));

  static Stream<Arguments> errors() {
    return BODIES.stream()
        .flatMap(body -> Stream.of(Style.values()).map(style -> Arguments.of(body, style)));
  }

  private static RawServer.Behaviour answering(int status, Broken body) {
    return connection -> {
      connection.readRequest();
      connection.write("HTTP/1.1 " + status + " X\r\n" + body.rest);
    };
  }

  private PlutoApiException failure(int status, Broken body, Style style) throws IOException {
    try (RawServer raw =
        new RawServer(
            answering(status, body),
            connection -> {
              connection.readRequest();
              connection.writeRun();
            })) {
      PlutoClient client = closeLater(builder().baseUrl(raw.url()).build());
      PlutoApiException e = assertInstanceOf(PlutoApiException.class, Failures.of(style, client));
      assertEquals(status, e.status());
      assertEquals(body.body, e.body());
      assertEquals(1, e.attempts());
      assertEquals(1, raw.requests());
      assertEquals(List.of(), time.waits());
      // The rest of the broken body is no answer to the next request.
      assertEquals(1, style.resume(client, MMP_1).runId());
      assertEquals(2, raw.connections());
      return e;
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void a401(Broken body, Style style) throws IOException {
    PlutoApiException e = failure(401, body, style);
    assertSame(UnauthorizedException.class, e.getClass());
    assertTrue(e.getMessage().contains(": 401 "), e.getMessage());
    assertTrue(e.getMessage().contains("Check the API key"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void a404(Broken body, Style style) throws IOException {
    PlutoApiException e = failure(404, body, style);
    // Without its words, it may be any server's.
    assertSame(
        body.body.isEmpty() ? PlutoApiException.class : RunNotFoundException.class, e.getClass());
    assertEquals(body.body.isEmpty() ? "" : "Run not found", e.error());
  }
}
