package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import okhttp3.mockwebserver.MockResponse;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of an answer is read. */
class LimitsTest extends ServerTest {
  private static final int MIB = 1 << 20;

  private static MockResponse gzipped(int status, String text) throws Exception {
    Buffer body = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(body))) {
      sink.writeUtf8(text);
    }
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Encoding", "gzip")
        .setBody(body);
  }

  @ParameterizedTest
  @EnumSource
  void takesAnAnswerOfExactlyTheLimit(Style style) {
    enqueue(Answers.json(200, Answers.RUN_1 + " ".repeat(MIB - Answers.RUN_1.length())));
    assertEquals(1, style.resume(client(), MMP_1).runId());
  }

  @ParameterizedTest
  @EnumSource
  void refusesOneByteMore(Style style) {
    enqueue(Answers.json(200, Answers.RUN_1 + " ".repeat(MIB + 1 - Answers.RUN_1.length())));
    assertTooLarge(style);
  }

  @ParameterizedTest
  @EnumSource
  void countsAfterDecompression(Style style) throws Exception {
    enqueue(gzipped(200, Answers.RUN_1 + " ".repeat(50 * MIB)));
    assertTooLarge(style);
  }

  private void assertTooLarge(Style style) {
    PlutoResponseException e =
        assertThrows(PlutoResponseException.class, () -> style.resume(client(), MMP_1));
    assertTrue(e.getMessage().contains("the answer is larger than 1048576 bytes"), e.getMessage());
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheStatusAndTheBeginningOfALargerError(Style style) throws Exception {
    enqueue(gzipped(400, "x".repeat(50 * MIB)));
    BadRequestException e =
        assertThrows(BadRequestException.class, () -> style.resume(client(), MMP_1));
    assertEquals("x".repeat(8192), e.body());
  }

  @ParameterizedTest
  @EnumSource
  void showsABodyOfExactlyTheLengthThatIsShown(Style style) {
    enqueue(Answers.json(400, "x".repeat(8192)));
    BadRequestException e =
        assertThrows(BadRequestException.class, () -> style.resume(client(), MMP_1));
    assertEquals("x".repeat(8192), e.body());
  }

  @ParameterizedTest
  @EnumSource
  void cutsABodyBetweenCharacters(Style style) {
    enqueue(Answers.json(400, "x" + "🚀".repeat(5000)));
    BadRequestException e =
        assertThrows(BadRequestException.class, () -> style.resume(client(), MMP_1));
    assertEquals("x" + "🚀".repeat(4095), e.body());
  }

  @ParameterizedTest
  @EnumSource
  void showsTheStatusOfAnErrorWithoutABody(Style style) {
    enqueue(new MockResponse().setStatus("HTTP/1.1 431 "));
    PlutoApiException e =
        assertThrows(PlutoApiException.class, () -> style.resume(client(), MMP_1));
    assertEquals("could not resume the run with display ID 'MMP-1': 431", e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void reportsMalformedGzip(Style style) {
    for (int i = 0; i < 3; i++) {
      enqueue(new MockResponse().setHeader("Content-Encoding", "gzip").setBody("not gzip at all"));
    }
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> style.resume(client(), MMP_1));
    assertEquals(3, e.attempts());
  }

  @ParameterizedTest
  @EnumSource
  void reportsDeeplyNestedJson(Style style) {
    String nested = "{\"a\":" + "[".repeat(100_000);
    enqueue(Answers.json(200, nested), Answers.json(400, nested));
    assertThrows(PlutoResponseException.class, () -> style.resume(client(), MMP_1));
    assertThrows(BadRequestException.class, () -> style.resume(client(), MMP_1));
  }
}
