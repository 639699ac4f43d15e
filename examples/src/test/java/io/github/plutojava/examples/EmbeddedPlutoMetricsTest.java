package io.github.plutojava.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.EmbeddedPluto.Point;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Points: what becomes of them, and what is refused. */
final class EmbeddedPlutoMetricsTest extends EmbeddedPlutoRequests {
  private static String line(long time, long step, String data) {
    return "{\"time\":" + time + ",\"step\":" + step + ",\"data\":" + data + "}";
  }

  private static String accepted(int records) {
    return "Stream processed successfully: " + records + " records";
  }

  private static String refused(String why) {
    return "{\"code\":\"PROCESSING_FAILED\",\"message\":\"Failed to process metrics stream: "
        + why
        + "\"}";
  }

  // What is stored.

  @Test
  void holdsPointsByMetricAndStep() {
    assertReply(
        200,
        accepted(4),
        log(
            line(5, 20, "{\"eval/accuracy\":0.5,\"eval/f1\":1}"),
            line(6, 10, "{\"eval/accuracy\":0.25,\"eval/f1\":2}")));

    assertEquals(
        List.of(new Point(10, 6, 0.25), new Point(20, 5, 0.5)),
        server.points("MMP-1", "eval/accuracy"));
    assertEquals(Set.of("eval/accuracy", "eval/f1"), server.run("MMP-1").metrics());
    assertEquals(
        "MMP-1: COMPLETED, {eval/accuracy={10=0.25, 20=0.5}, eval/f1={10=2.0, 20=1.0}}",
        server.run("MMP-1").toString());
    assertEquals(List.of(), server.points("MMP-1", "eval/loss"));
    assertEquals(List.of(), server.points("MMP-2", "eval/accuracy"));
  }

  @ParameterizedTest
  @CsvSource({"5, 2.0", "6, 2.0", "4, 1.0"})
  void aPointReplacesThatOfTheSameNameAndStepIfItsTimeIsNotLower(long time, double kept) {
    log(line(5, 1, "{\"a\":1,\"b\":1}"));
    assertReply(200, accepted(1), log(line(time, 1, "{\"a\":2}")));

    assertEquals(List.of(kept), server.points("MMP-1", "a").stream().map(Point::value).toList());
    assertEquals(List.of(new Point(1, 5, 1)), server.points("MMP-1", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "-0.0",
        "4.9E-324",
        "1.7976931348623157E308",
        "9007199254740993.0",
        "18446744073709551615",
        "-9223372036854775808",
        "1e-400"
      })
  void keepsEachBitOfAValue(String value) {
    log(line(1, 1, "{\"a\":" + value + "}"));

    double stored = server.points("MMP-1", "a").get(0).value();
    assertEquals(
        Double.doubleToRawLongBits(Double.parseDouble(value)), Double.doubleToRawLongBits(stored));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void takesWhatIsNotFiniteAsAString(String value) {
    assertReply(200, accepted(1), log(line(1, 1, "{\"a\":\"" + value + "\"}")));
    assertEquals(Double.parseDouble(value), server.points("MMP-1", "a").get(0).value());
  }

  @Test
  void aRunThatHasEndedStillTakesPoints() {
    assertEquals("COMPLETED", server.status("MMP-1"));
    log(line(1, 1, "{\"a\":1}"));

    assertEquals("COMPLETED", server.status("MMP-1"));
    assertEquals(1, server.points("MMP-1", "a").size());
  }

  // What is lost.

  @ParameterizedTest
  @CsvSource({
    "X-Run-Id, 2",
    "X-Run-Id, 14",
    "X-Run-Id, 999",
    "X-Run-Id, abc",
    "X-Run-Id, ''",
    "X-Project-Name, nope",
    "X-Project-Name, My-ML-Project"
  })
  void aWrongRunOrProjectIsAcceptedAndThePointsOfItAreGone(String name, String value) {
    Headers headers = POINTS_OF_1.newBuilder().set(name, value).build();
    String line = line(1, 1, "{\"a\":1}");

    assertReply(200, accepted(1), send("POST", EmbeddedPluto.METRICS, headers, line));
    assertEquals(List.of(), server.points("MMP-1", "a"));
  }

  @Test
  void theLinesBeforeABadOneAreInAndThoseAfterItAreLost() {
    Reply reply =
        log(line(1, 1, "{\"a\":1}"), line(1, 2, "{\"a\":1}"), "bad", line(1, 4, "{\"a\":1}"));

    assertReply(
        422,
        refused(
            "StreamDecodingError (3004 - Processing Error): Failed to parse JSON line (bytes):"
                + " 'bad': InternalError(TapeError) at character 0 ('b')"),
        reply);
    assertEquals("application/json", reply.headers().get("Content-Type"));
    assertEquals(List.of(1L, 2L), server.points("MMP-1", "a").stream().map(Point::step).toList());
  }

  @Test
  void nothingIsStoredIfTheKeyIsRefused() {
    Headers revoked =
        POINTS_OF_1
            .newBuilder()
            .set("Authorization", "Bearer " + EmbeddedPluto.REVOKED_KEY)
            .build();
    assertReply(
        422,
        refused("InvalidToken (1002 - Authentication Error): API key has been revoked"),
        send("POST", EmbeddedPluto.METRICS, revoked, line(1, 1, "{\"a\":1}")));

    assertEquals(Set.of(), server.run(1).metrics());
  }

  // What is refused, beside what was recorded.

  @ParameterizedTest
  @ValueSource(strings = {" ", "\\t", "\u00a0", "\u2007", "\u202f", "\u0085", "\u3000 \u2028"})
  void aNameOfUnicodeWhiteSpaceIsRefused(String name) {
    assertReply(
        422,
        refused("InvalidMetricFormat (2005 - Validation Error): metric name cannot be empty"),
        log(line(1, 1, "{\"" + name + "\":1}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"time\":1,\"step\":1,\"data\":{\"a\":1}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":NaN}}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":1}} x",
        "{\"time\":1,\"step\":1,\"data\":[1]}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":{}}}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":[1]}}",
        "{\"time\":1,\"step\":1,\"data\":{\"\\ud800\":1}}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":18446744073709551616}}",
        "{\"time\":1,\"step\":1,\"data\":{\"a\":-9223372036854775809}}",
        "[1]",
        "1",
      })
  void aBadLineIsRefusedWithTheLine(String line) {
    Reply reply = log(line);

    String quoted = line.replace("\\", "\\\\").replace("\"", "\\\"");
    String start =
        refused(
            "StreamDecodingError (3004 - Processing Error):"
                + " Failed to parse JSON line (bytes): '"
                + quoted
                + "': ");
    assertTrue(reply.body().startsWith(start.replaceFirst("\"}$", "")), reply.body());
    assertEquals(422, reply.status());
    assertEquals(Set.of(), server.run(1).metrics());
  }

  @Test
  void aCompressedBodyIsRefused() {
    Headers gzip = POINTS_OF_1.newBuilder().set("Content-Encoding", "gzip").build();
    Reply reply = sendBytes("POST", EmbeddedPluto.METRICS, gzip, new byte[] {31, -117, 8, 0, 1});

    assertTrue(
        reply
            .body()
            .contains("3004 - Processing Error): Failed to parse final JSON line (bytes): '"),
        reply.body());
    assertTrue(reply.body().endsWith("': InvalidUtf8 at character 0\"}"), reply.body());
  }

  @Test
  void answersOfIngestAreNeitherCompressedNorChunked() {
    Headers gzip = POINTS_OF_1.newBuilder().set("Accept-Encoding", "gzip").build();
    Reply reply = send("POST", EmbeddedPluto.METRICS, gzip, "");

    assertReply(200, accepted(0), reply);
    assertEquals(null, reply.headers().get("Content-Encoding"));
    assertEquals("40", reply.headers().get("Content-Length"));
  }

  @Test
  void theConnectionOfABodyThatIsNotReadIsClosedWithoutAWord() throws IOException {
    String large = "bad\n" + (line(1, 1, "{\"a\":1}") + "\n").repeat(1000);
    String answer = untilTheServerCloses(large);

    assertTrue(answer.startsWith("HTTP/1.1 422 "), answer);
    assertFalse(answer.toLowerCase(Locale.ROOT).contains("connection:"), answer);
  }

  @Test
  void theConnectionOfASmallBodyStaysOpen() {
    assertThrows(SocketTimeoutException.class, () -> untilTheServerCloses("bad\n"));
    assertEquals(1, server.requestCount());
  }

  private String untilTheServerCloses(String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    Headers headers = POINTS_OF_1.newBuilder().set("Content-Length", "" + bytes.length).build();
    String head = "POST " + EmbeddedPluto.METRICS + " HTTP/1.1\r\nHost: pluto\r\n";
    for (String name : headers.names()) {
      head += name + ": " + headers.get(name) + "\r\n";
    }
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
      socket.setSoTimeout(body.length() > 100 ? 10_000 : 300);
      socket.getOutputStream().write((head + "\r\n").getBytes(UTF_8));
      socket.getOutputStream().write(bytes);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  // Size and threads.

  @Test
  void manyThreadsMayLogAtOnce() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int first = i * 50;
      calls.add(
          () -> {
            List<String> lines = new ArrayList<>();
            for (int step = first; step < first + 100; step++) { // each step comes twice
              lines.add(line(1, step, "{\"a\":" + step + "}"));
            }
            return log(lines.toArray(new String[0])).status();
          });
    }

    assertEquals(Set.of(200), Set.copyOf(inParallel(calls)));
    List<Point> points = server.points("MMP-1", "a");
    assertEquals(5050, points.size());
    for (int step = 0; step < 5050; step++) {
      assertEquals(new Point(step, 1, step), points.get(step));
    }
  }
}
