package io.github.plutojava.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** What the server sends, made once. */
final class Answers {
  private static final byte[] BODY =
      """
      {"runId":1,"number":1,"displayId":"MMP-1","projectName":"my-ml-project",\
      "organizationSlug":"acme",\
      "url":"https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ","resumed":true}"""
          .getBytes(StandardCharsets.US_ASCII);

  private static final byte[] OF_FIXED_LENGTH =
      message("Content-Length: " + BODY.length + "\r\n", BODY);
  private static final byte[] CHUNKED = message("Transfer-Encoding: chunked\r\n", chunked(BODY));
  private static final byte[] CHUNKED_GZIP =
      message("content-encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip(BODY)));

  private Answers() {}

  /**
   * Returns the answer to a request.
   *
   * @param isChunked whether to answer a resume in the shape of the real server, which also
   *     compresses for those who take it
   */
  static byte[] to(RequestReader request, boolean isChunked) throws IOException {
    return switch (request.path()) {
      case "/api/runs/resume" -> resumed(request.head(), isChunked);
      case "/ingest/metrics" ->
          ok("text/plain", "Stream processed successfully: " + request.points() + " records");
      case "/api/runs/trigger" -> ok("application/json", "{\"status\":\"RUNNING\"}");
      case "/api/runs/details/1" -> ok("application/json", "{\"status\":\"COMPLETED\"}");
      case "/api/runs/logname/add", "/api/runs/status/update", PlainPoints.PATH ->
          ok("application/json", "{\"success\":true}");
      default -> throw new IOException("not a request that is measured: " + request.head());
    };
  }

  private static byte[] resumed(String head, boolean isChunked) {
    if (!isChunked) {
      return OF_FIXED_LENGTH;
    }
    return head.contains("\r\naccept-encoding: gzip") ? CHUNKED_GZIP : CHUNKED;
  }

  private static byte[] ok(String type, String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] message(String framing, byte[] body) {
    String head =
        """
        HTTP/1.1 200 OK
        vary: Origin
        content-type: application/json
        Date: Tue, 24 Nov 2026 09:00:00 GMT
        Connection: keep-alive
        Keep-Alive: timeout=5
        """
            .replace("\n", "\r\n");
    return join((head + framing + "\r\n").getBytes(StandardCharsets.US_ASCII), body);
  }

  private static byte[] chunked(byte[] body) {
    byte[] size = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return join(join(size, body), "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    bytes.writeBytes(second);
    return bytes.toByteArray();
  }
}
