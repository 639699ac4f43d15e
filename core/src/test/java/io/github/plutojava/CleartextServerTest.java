package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.net.FinalFailures;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An https address of an http server is recognized by its first answer. */
class CleartextServerTest extends ServerTest {
  private static final RawServer.Behaviour HTTP =
      connection -> {
        connection.read(11); // The beginning of a handshake.
        connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      };

  private static void assertRecognized(Style style, PlutoClient client, RawServer http) {
    PlutoTransportException e =
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, client));
    assertEquals(
        "could not resume the run with display ID 'MMP-1': 127.0.0.1:"
            + http.port()
            + " does not speak https: check the scheme and the port of the base URL",
        e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(1, http.connections());
  }

  @ParameterizedTest
  @EnumSource
  void isNotAskedAgain(Style style) throws Exception {
    try (RawServer http = new RawServer(HTTP)) {
      String url = "https://127.0.0.1:" + http.port();
      assertRecognized(style, closeLater(builder().baseUrl(url).build()), http);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotAskedAgainByALentClient(Style style) throws Exception {
    try (RawServer http = new RawServer(HTTP)) {
      String url = "https://127.0.0.1:" + http.port();
      assertRecognized(
          style, closeLater(builder().baseUrl(url).httpClient(new OkHttpClient()).build()), http);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Unsupported or unrecognized SSL message",
        "Unable to parse TLS packet header",
        "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER"
      })
  void isKnownByTheWordsOfEachPlatform(String words) {
    assertTrue(FinalFailures.isCleartext(new SSLException(words)));
    assertFalse(FinalFailures.isCleartext(new IOException(words)));
  }

  @Test
  void otherFailuresOfAHandshakeAreTriedAgain() {
    assertFalse(
        FinalFailures.isCleartext(
            new SSLHandshakeException("Remote host terminated the handshake")));
    assertFalse(FinalFailures.isCleartext(new SSLException((String) null)));
  }
}
