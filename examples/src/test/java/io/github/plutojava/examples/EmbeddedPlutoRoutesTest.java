package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedPlutoRoutesTest extends EmbeddedPlutoRequests {
  // Routes and keys.

  @Test
  void theKeyIsAskedForBeforeTheBodyIsReadAndForEveryMethod() {
    Headers json = Headers.of("Content-Type", "application/json");

    assertReply(401, UNAUTHORIZED, send("POST", EmbeddedPluto.RESUME, json, "{"));
    assertReply(
        401, UNAUTHORIZED, send("POST", EmbeddedPluto.RESUME, Headers.of(), "{\"runId\":1}"));
    assertReply(401, UNAUTHORIZED, send("PUT", EmbeddedPluto.RESUME, json, "{\"runId\":1}"));
    assertReply(401, UNAUTHORIZED, send("GET", EmbeddedPluto.RESUME, Headers.of(), null));
    assertEquals("COMPLETED", server.status(1));
  }

  @Test
  void otherPathsAreNotFoundBeforeAKeyIsAskedFor() {
    for (String path : List.of("/", "/api/runs", "/API/runs/resume", "/api/runs/resume/1")) {
      Reply reply = send("POST", path, Headers.of(), "{\"runId\":1}");
      assertReply(404, "404 Not Found", reply);
      assertEquals("text/plain; charset=UTF-8", reply.headers().get("Content-Type"));
    }
  }

  @Test
  void aTrailingSlashIsRedirectedBeforeAKeyIsAskedFor() {
    Reply reply = send("GET", "/api/runs/resume/", Headers.of(), null);

    assertReply(308, "/api/runs/resume", reply);
    assertEquals("/api/runs/resume", reply.headers().get("Location"));
  }

  @Test
  void aQueryChangesNothing() {
    assertEquals(
        200, send("POST", EmbeddedPluto.RESUME + "?a=/", JSON_WITH_KEY, "{\"runId\":1}").status());
  }

  @ParameterizedTest
  @CsvSource({
    "Basic mlps_validSecureKey0123456789, 200",
    "Bearer mlps_validSecureKey0123456789 more, 200",
    "mlps_validSecureKey0123456789, 401",
    "Bearer  mlps_validSecureKey0123456789, 401",
    "Bearer, 401",
  })
  void theKeyIsTheSecondWordWhateverTheFirstIs(String authorization, int status) {
    Headers headers = JSON_WITH_KEY.newBuilder().set("Authorization", authorization).build();
    Reply reply = send("POST", EmbeddedPluto.RESUME, headers, "{\"runId\":1}");

    assertEquals(status, reply.status());
    if (status == 401) {
      assertEquals(UNAUTHORIZED, reply.body());
    }
  }

  @Test
  void aKeyOfTheOlderKindThatIsUnknownIsNotFound() {
    Headers headers = JSON_WITH_KEY.newBuilder().set("Authorization", "Bearer mlpi_x").build();

    assertReply(
        401,
        "{\"error\":\"Unauthorized\",\"message\":\"Key not found\"}",
        send("POST", EmbeddedPluto.RESUME, headers, "{\"runId\":1}"));
  }

  @Test
  void headersOfUpTo16KiBAreRead() {
    Headers headers = JSON_WITH_KEY.newBuilder().set("X-Big", "h".repeat(15_900)).build();
    assertEquals(200, send("POST", EmbeddedPluto.RESUME, headers, "{\"runId\":1}").status());

    Reply reply =
        send("GET", "/", headers.newBuilder().set("X-Big", "h".repeat(16_384)).build(), null);
    assertReply(431, "", reply);
    assertEquals("close", reply.headers().get("Connection"));
  }

  @Test
  void everyAnswerWithAContentTypeIsCompressedOnRequest() {
    for (String accepted : List.of("gzip", "deflate, gzip;q=0.5, br")) {
      Reply reply =
          send("PUT", EmbeddedPluto.RESUME + "s", Headers.of("Accept-Encoding", accepted), "");
      assertReply(404, "404 Not Found", reply);
      assertEquals("gzip", reply.headers().get("Content-Encoding"));
    }
    Reply reply =
        send("PUT", EmbeddedPluto.RESUME + "s", Headers.of("Accept-Encoding", "deflate"), "");
    assertEquals(null, reply.headers().get("Content-Encoding"));
  }

  @Test
  void aRequestThatIsMeantForAProxyIsAnswered() {
    OkHttpClient throughProxy =
        client
            .newBuilder()
            .proxy(
                new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(
                        "127.0.0.1", URI.create(server.url()).getPort())))
            .build();
    Request request =
        new Request.Builder()
            .url("http://pluto.example" + EmbeddedPluto.RESUME + "?a=http://b/")
            .headers(JSON_WITH_KEY)
            .post(RequestBody.create(null, "{\"runId\":1}"))
            .build();

    assertEquals(200, send(throughProxy, request).status());
    assertEquals("RUNNING", server.status(1));
    throughProxy.connectionPool().evictAll();
  }
}
