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
   * @param head of the request, in lower case
   * @param chunked whether to answer in the shape of the real server, which also compresses for
   *     those who take it
   */
  static byte[] to(String head, boolean chunked) {
    if (!chunked) {
      return OF_FIXED_LENGTH;
    }
    return head.contains("\r\naccept-encoding: gzip") ? CHUNKED_GZIP : CHUNKED;
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
