package io.github.plutojava.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** An EmbeddedPluto, and requests to it whose every byte the test decides on. */
abstract class EmbeddedPlutoRequests {
  static final String NOT_FOUND = "{\"error\":\"Run not found\"}";
  static final String SERVER_ERROR = "{\"error\":\"Internal Server Error\"}";
  static final String UNAUTHORIZED = "{\"error\":\"Unauthorized\"}";
  static final String MALFORMED = "{\"error\":\"Malformed JSON in request body\"}";
  static final String SUCCESS = "{\"success\":true}";
  static final Headers JSON_WITH_KEY =
      Headers.of(
          "Authorization", "Bearer " + EmbeddedPluto.VALID_KEY, "Content-Type", "application/json");
  static final Headers POINTS_OF_1 =
      Headers.of(
          "Authorization",
          "Bearer " + EmbeddedPluto.VALID_KEY,
          "Content-Type",
          "application/x-ndjson",
          "X-Run-Id",
          "1",
          "X-Project-Name",
          "my-ml-project");

  private static final Pattern RUN_ID =
      Pattern.compile("(\"runId\": ?|runId=|details/)(\\d{1,18})\\b");

  final OkHttpClient client =
      new OkHttpClient.Builder()
          .callTimeout(Duration.ofSeconds(20))
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .addNetworkInterceptor(
              chain -> {
                // What OkHttp adds goes again, so that the headers are those of the test.
                Request.Builder request = chain.request().newBuilder().removeHeader("User-Agent");
                if (chain.request().tag(String.class) == null) {
                  request.removeHeader("Accept-Encoding");
                }
                return chain.proceed(request.build());
              })
          .build();
  final EmbeddedPluto server = EmbeddedPluto.start();

  @AfterEach
  void closeBoth() {
    client.connectionPool().evictAll();
    server.close();
  }

  record Reply(int status, Headers headers, String body) {}

  /** A recorded exchange. */
  record Exchange(String name, JsonNode json) {
    String note() {
      return json.get("note").asText();
    }

    int status() {
      return json.get("response").get("status").asInt();
    }

    String answer() {
      return json.get("response").get("body").asText();
    }

    Headers answerHeaders() {
      return EmbeddedPlutoRequests.headers(json.get("response").get("headers"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The exchanges in a file of recordings. */
  static List<Exchange> recorded(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            EmbeddedPlutoRequests.class.getResourceAsStream("/wire/" + file + ".jsonl"))) {
      List<Exchange> exchanges = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        JsonNode json = new JsonMapper().readTree(line);
        exchanges.add(new Exchange(json.get("name").asText(), json));
      }
      return exchanges;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Exchange recorded(String file, String name) {
    return recorded(file).stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
  }

  /** Sends what was sent when it was recorded, to the runs that play those of the recording. */
  final Reply replay(Exchange exchange, LongUnaryOperator runs) {
    JsonNode request = exchange.json.get("request");
    String method = request.get("method").asText();
    String body = request.get("body").textValue();
    return send(
        method,
        withRuns(request.get("path").asText(), runs),
        headers(request.get("headers")),
        body == null || method.equals("GET") ? null : withRuns(body, runs));
  }

  private static String withRuns(String text, LongUnaryOperator runs) {
    return RUN_ID
        .matcher(text)
        .replaceAll(
            (MatchResult found) ->
                found.group(1) + runs.applyAsLong(Long.parseLong(found.group(2))));
  }

  /** Compares all of an answer that a client can see. */
  final void assertAsRecorded(Exchange exchange, Reply reply) {
    assertEquals(exchange.answer(), reply.body(), exchange.name);
    assertEquals(exchange.status(), reply.status, exchange.name);
    Headers expected = exchange.answerHeaders();
    for (String name : Set.of("Content-Type", "Content-Encoding", "Refresh", "Allow")) {
      assertEquals(expected.get(name), reply.headers.get(name), exchange.name + ": " + name);
    }
    String location = expected.get("Location");
    assertEquals(
        location == null ? null : location.replaceFirst("^http://[^/]*", server.url()),
        reply.headers.get("Location"));
    assertEquals(
        expected.get("Transfer-Encoding"), reply.headers.get("Transfer-Encoding"), exchange.name);
  }

  private static Headers headers(JsonNode pairs) {
    Headers.Builder headers = new Headers.Builder();
    pairs.forEach(pair -> headers.addUnsafeNonAscii(pair.get(0).asText(), pair.get(1).asText()));
    return headers.build();
  }

  final Reply post(String path, String body) {
    return send("POST", path, JSON_WITH_KEY, body);
  }

  final Reply get(String path) {
    return send("GET", path, JSON_WITH_KEY, null);
  }

  final Reply resume(String body) {
    return post(EmbeddedPluto.RESUME, body);
  }

  /** Logs lines to run 1. */
  final Reply log(String... lines) {
    String body = String.join("\n", lines) + "\n";
    return send("POST", EmbeddedPluto.METRICS, POINTS_OF_1, body);
  }

  final Reply beat(long runId) {
    return post(EmbeddedPluto.HEARTBEAT, "{\"runId\":" + runId + "}");
  }

  final Reply setStatus(long runId, String status) {
    return post(EmbeddedPluto.STATUS, "{\"runId\":" + runId + ",\"status\":\"" + status + "\"}");
  }

  final Reply send(String method, String path, Headers headers, @Nullable String body) {
    return sendBytes(method, path, headers, body == null ? null : body.getBytes(UTF_8));
  }

  final Reply sendBytes(String method, String path, Headers headers, byte @Nullable [] body) {
    // A body without a type, so that OkHttp sends no Content-Type but the one in the headers.
    RequestBody sent = body == null ? null : RequestBody.create(null, body);
    Request request =
        new Request.Builder()
            .url(server.url() + path)
            .headers(headers)
            .method(method, sent)
            .tag(String.class, headers.get("Accept-Encoding"))
            .build();
    return send(client, request);
  }

  static Reply send(OkHttpClient client, Request request) {
    try (Response response = client.newCall(request).execute()) {
      byte[] bytes = Objects.requireNonNull(response.body()).bytes();
      if ("gzip".equals(response.header("Content-Encoding"))) {
        bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
      }
      return new Reply(response.code(), response.headers(), new String(bytes, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertReply(int status, String body, Reply reply) {
    assertEquals(body, reply.body());
    assertEquals(status, reply.status);
  }

  static String zodError(String issues) {
    return "{\"success\":false,\"error\":{\"issues\":[" + issues + "],\"name\":\"ZodError\"}}";
  }

  static String typeIssue(String expected, String received, String path) {
    return ("{\"code\":\"invalid_type\",\"expected\":\"%s\",\"received\":\"%s\",\"path\":%s,"
            + "\"message\":\"Expected %s, received %s\"}")
        .formatted(expected, received, path, expected, received);
  }

  static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Waits until something happens, 10 s at most. */
  static void await(BooleanSupplier happened) {
    long start = System.nanoTime();
    while (!happened.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < 10_000_000_000L, "it does not happen");
      Thread.onSpinWait();
    }
  }
}
