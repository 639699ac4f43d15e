package io.github.plutojava.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedPlutoTest {
  private static final String RECORDING = "/wire/resume.jsonl";
  private static final String PATH = "/api/runs/resume";
  private static final String NOT_FOUND = "{\"error\":\"Run not found\"}";
  private static final String SERVER_ERROR = "{\"error\":\"Internal Server Error\"}";
  private static final String UNAUTHORIZED = "{\"error\":\"Unauthorized\"}";
  private static final String MALFORMED = "{\"error\":\"Malformed JSON in request body\"}";
  private static final String BAD_DISPLAY_ID =
      "{\"error\":\"Invalid displayId format. Expected PREFIX-NUMBER (e.g., 'MMP-1')\"}";
  private static final Headers JSON_WITH_KEY =
      Headers.of(
          "Authorization", "Bearer " + EmbeddedPluto.VALID_KEY, "Content-Type", "application/json");

  /** The recorded exchanges that a fresh EmbeddedPluto does not answer as recorded, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of("db-down-first", "recorded with PostgreSQL stopped; EmbeddedPluto has no database");

  private final OkHttpClient client =
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
  private final EmbeddedPluto server = EmbeddedPluto.start();

  @AfterEach
  void close() {
    client.connectionPool().evictAll();
    server.close();
  }

  // The recorded exchanges, each on a server of its own.

  @ParameterizedTest
  @MethodSource("replayed")
  void answersAsRecorded(Exchange exchange) {
    Reply reply = replay(exchange);
    JsonNode recorded = exchange.json.get("response");

    assertEquals(recorded.get("status").asInt(), reply.status);
    assertEquals(recorded.get("body").asText(), reply.body);
    Headers expected = headers(recorded.get("headers"));
    for (String name : Set.of("Content-Type", "Content-Encoding", "Location", "Refresh")) {
      assertEquals(expected.get(name), reply.headers.get(name), name);
    }
    if (expected.get("Transfer-Encoding") != null) {
      assertEquals("chunked", reply.headers.get("Transfer-Encoding"));
    }
  }

  @ParameterizedTest
  @MethodSource("replayed")
  void resumesTheRunThatTheAnswerNamesAndNoOther(Exchange exchange) throws IOException {
    Map<Long, String> expected = new TreeMap<>(server.statuses());
    String recorded = exchange.json.get("response").get("body").asText();
    if (recorded.contains("\"resumed\":true")) {
      expected.put(new JsonMapper().readTree(recorded).get("runId").asLong(), "RUNNING");
    } else if (exchange.name.equals("runid-2p53-plus-1")) {
      expected.put(9007199254740992L, "RUNNING"); // an error that comes after the run is resumed
    }

    replay(exchange);

    assertEquals(expected, server.statuses());
  }

  @Test
  void whatIsLeftOutIsRecordedAndReallyAnsweredOtherwise() {
    List<Exchange> leftOut =
        recorded().filter(exchange -> LEFT_OUT.containsKey(exchange.name)).toList();

    assertEquals(LEFT_OUT.size(), leftOut.size());
    for (Exchange exchange : leftOut) {
      int status = exchange.json.get("response").get("status").asInt();
      assertNotEquals(status, replay(exchange).status, exchange.name);
    }
  }

  @Test
  void everyRecordedExchangeIsReplayedOrLeftOut() {
    List<String> names = recorded().map(Exchange::name).toList();

    assertEquals(58, Set.copyOf(names).size());
    assertEquals(names.size(), replayed().count() + LEFT_OUT.size());
  }

  // Statuses.

  @Test
  void startsWithRunsInEveryStatus() {
    assertEquals("COMPLETED", server.status(1));
    assertEquals("RUNNING", server.status(2));
    assertEquals("FAILED", server.status(3));
    assertEquals("TERMINATED", server.status(4));
    assertEquals("CANCELLED", server.status(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void resumesARunInAnyStatus(long runId) {
    Reply reply = resume("{\"displayId\":\"MMP-" + runId + "\"}");

    assertEquals(200, reply.status);
    assertTrue(reply.body.startsWith("{\"runId\":" + runId + ",\"number\":" + runId + ","));
    assertEquals("RUNNING", server.status(runId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "TERMINATED", "CANCELLED", "FAILED"})
  void aRunningRunCanEndInAnyWayAndBeResumed(String end) {
    server.finish(2, end);
    assertEquals(end, server.status(2));

    resume("{\"runId\":2}");
    assertEquals("RUNNING", server.status(2));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, TERMINATED, TERMINATED",
    "TERMINATED, COMPLETED, TERMINATED",
    "CANCELLED, TERMINATED, CANCELLED",
    "CANCELLED, FAILED, FAILED",
    "FAILED, CANCELLED, FAILED",
    "FAILED, FAILED, FAILED",
  })
  void ofTwoEndsTheWeightierStays(String first, String second, String status) {
    server.finish(2, first);
    server.finish(2, second);

    assertEquals(status, server.status(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNNING", "completed", ""})
  void aRunCanOnlyBeFinishedWithAnEnd(String status) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> server.finish(2, status));

    assertEquals(
        "status must be one of [COMPLETED, TERMINATED, CANCELLED, FAILED], not " + status,
        refused.getMessage());
    assertEquals("RUNNING", server.status(2));
  }

  @Test
  void aRunThatDoesNotExistHasNoStatusAndCannotBeFinished() {
    String message = "no run 13, only [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 19, ";

    for (var call : List.<Runnable>of(() -> server.status(13), () -> server.finish(13, "FAILED"))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
      assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }
    assertFalse(server.statuses().containsKey(13L));
  }

  @Test
  void statusesAreACopyThatStaysAsItWas() {
    Map<Long, String> before = server.statuses();
    resume("{\"runId\":1}");

    assertEquals("COMPLETED", before.get(1L));
    assertEquals("RUNNING", server.statuses().get(1L));
    assertThrows(UnsupportedOperationException.class, () -> before.put(1L, "FAILED"));
  }

  @Test
  void serversShareNothing() {
    try (EmbeddedPluto other = EmbeddedPluto.start()) {
      resume("{\"runId\":1}");

      assertEquals("COMPLETED", other.status(1));
      assertEquals(0, other.requestCount());
      assertNotEquals(server.url(), other.url());
    }
  }

  // Routes and keys.

  @Test
  void theKeyIsAskedForBeforeTheBodyIsReadAndForEveryMethod() {
    Headers json = Headers.of("Content-Type", "application/json");

    assertReply(401, UNAUTHORIZED, send("POST", PATH, json, "{"));
    assertReply(401, UNAUTHORIZED, send("POST", PATH, Headers.of(), "{\"runId\":1}"));
    assertReply(401, UNAUTHORIZED, send("PUT", PATH, json, "{\"runId\":1}"));
    assertReply(401, UNAUTHORIZED, send("GET", PATH, Headers.of(), null));
    assertEquals("COMPLETED", server.status(1));
  }

  @Test
  void otherPathsAreNotFoundBeforeAKeyIsAskedFor() {
    for (String path : List.of("/", "/api/runs", "/API/runs/resume", "/api/runs/resume/1")) {
      Reply reply = send("POST", path, Headers.of(), "{\"runId\":1}");
      assertReply(404, "404 Not Found", reply);
      assertEquals("text/plain; charset=UTF-8", reply.headers.get("Content-Type"));
    }
  }

  @Test
  void aTrailingSlashIsRedirectedBeforeAKeyIsAskedFor() {
    Reply reply = send("GET", "/api/runs/resume/", Headers.of(), null);

    assertReply(308, "/api/runs/resume", reply);
    assertEquals("/api/runs/resume", reply.headers.get("Location"));
  }

  @Test
  void aQueryChangesNothing() {
    assertEquals(200, send("POST", PATH + "?a=/", JSON_WITH_KEY, "{\"runId\":1}").status);
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
    Reply reply = send("POST", PATH, headers, "{\"runId\":1}");

    assertEquals(status, reply.status);
    if (status == 401) {
      assertEquals(UNAUTHORIZED, reply.body);
    }
  }

  @Test
  void aKeyOfTheOlderKindThatIsUnknownIsNotFound() {
    Headers headers = JSON_WITH_KEY.newBuilder().set("Authorization", "Bearer mlpi_x").build();

    assertReply(
        401,
        "{\"error\":\"Unauthorized\",\"message\":\"Key not found\"}",
        send("POST", PATH, headers, "{\"runId\":1}"));
  }

  @Test
  void headersOfUpTo16KiBAreRead() {
    Headers headers = JSON_WITH_KEY.newBuilder().set("X-Big", "h".repeat(15_900)).build();
    assertEquals(200, send("POST", PATH, headers, "{\"runId\":1}").status);

    Reply reply =
        send("GET", "/", headers.newBuilder().set("X-Big", "h".repeat(16_384)).build(), null);
    assertReply(431, "", reply);
    assertEquals("close", reply.headers.get("Connection"));
  }

  @Test
  void everyAnswerWithAContentTypeIsCompressedOnRequest() {
    for (String accepted : List.of("gzip", "deflate, gzip;q=0.5, br")) {
      Reply reply = send("PUT", PATH + "s", Headers.of("Accept-Encoding", accepted), "");
      assertReply(404, "404 Not Found", reply);
      assertEquals("gzip", reply.headers.get("Content-Encoding"));
    }
    Reply reply = send("PUT", PATH + "s", Headers.of("Accept-Encoding", "deflate"), "");
    assertEquals(null, reply.headers.get("Content-Encoding"));
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
            .url("http://pluto.example" + PATH + "?a=http://b/")
            .headers(JSON_WITH_KEY)
            .post(RequestBody.create(null, "{\"runId\":1}"))
            .build();

    assertEquals(200, send(throughProxy, request).status);
    assertEquals("RUNNING", server.status(1));
    throughProxy.connectionPool().evictAll();
  }

  // Scripted answers.

  @Test
  void answersAsToldBeforeItGoesByTheRulesAgain() {
    server.answerNext(new MockResponse().setResponseCode(503).setBody("one"));
    server.answerNext(new MockResponse().setResponseCode(429).setBody("two"));

    assertReply(503, "one", resume("{\"runId\":1}"));
    assertReply(429, "two", resume("{\"runId\":1}"));
    assertEquals("COMPLETED", server.status(1));
    assertEquals(200, resume("{\"runId\":1}").status);
    assertEquals(3, server.requestCount());
  }

  @Test
  void closesAtOnceWhileARequestGetsNoAnswer() throws Exception {
    server.answerNext(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Reply> reply = thread.submit(() -> resume("{\"runId\":1}"));
      while (server.requestCount() == 0 && !reply.isDone()) {
        Thread.onSpinWait();
      }
      server.close();

      ExecutionException e =
          assertThrows(ExecutionException.class, () -> reply.get(10, TimeUnit.SECONDS));
      assertInstanceOf(UncheckedIOException.class, e.getCause());
    } finally {
      thread.shutdownNow();
    }
  }

  // Details.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 | {"id":1,"status":"COMPLETED","projectName":"my-ml-project","externalId":"my-training-run-v1"}
          2 | {"id":2,"status":"RUNNING","projectName":"my-ml-project","externalId":null}
          """)
  void tellsSomeOfARunsDetails(long runId, String body) {
    assertReply(200, body, details("GET", runId));
  }

  @Test
  void theDetailsHaveTheStatusOfNow() {
    resume("{\"runId\":1}");

    assertTrue(details("GET", 1).body.contains("\"status\":\"RUNNING\""));
  }

  @Test
  void noRunOfAnotherOrganizationHasDetails() {
    assertReply(404, NOT_FOUND, details("GET", 13));
    assertReply(404, NOT_FOUND, details("GET", 14));
  }

  @Test
  void theDetailsAskForAKeyAndAreOnlyRead() {
    assertReply(401, UNAUTHORIZED, send("GET", "/api/runs/details/1", Headers.of(), null));
    assertReply(404, "404 Not Found", details("PUT", 1));
  }

  private Reply details(String method, long runId) {
    String body = method.equals("GET") ? null : "{}";
    return send(method, "/api/runs/details/" + runId, JSON_WITH_KEY, body);
  }

  // Bodies.

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"runId\":1}}", "{\"runId\":1} x", "{'runId':1}", "NaN"})
  void whatIsNotJsonIsMalformed(String body) {
    assertReply(400, MALFORMED, resume(body));
  }

  @Test
  void theLastOfTwoPropertiesWithOneNameCounts() {
    assertEquals(200, resume("{\"runId\":3,\"runId\":1}").status);
    assertEquals("RUNNING", server.status(1));
    assertEquals("FAILED", server.status(3));
  }

  @Test
  void unknownPropertiesAreIgnored() {
    assertEquals(200, resume("{\"runId\":1,\"unknown\":[null]}").status);
  }

  @ParameterizedTest
  @CsvSource({"null, null", "[], array", "1, number", "true, boolean", "'\"MMP-1\"', string"})
  void aBodyThatIsNoObjectIsInvalid(String body, String received) {
    assertReply(400, zodError(typeIssue("object", received, "[]")), resume(body));
  }

  @ParameterizedTest
  @CsvSource({"null, null", "[1], array", "{}, object", "true, boolean", "'\"1\"', string"})
  void aRunIdThatIsNoNumberIsInvalid(String value, String received) {
    assertReply(
        400,
        zodError(typeIssue("number", received, "[\"runId\"]")),
        resume("{\"runId\":" + value + "}"));
  }

  @Test
  void nullIsNotTheSameAsAbsent() {
    assertReply(
        400,
        zodError(
            typeIssue("string", "null", "[\"displayId\"]")
                + ","
                + typeIssue("string", "null", "[\"projectName\"]")),
        resume("{\"runId\":1,\"displayId\":null,\"projectName\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"projectName\":\"my-ml-project\"}",
        "{\"displayId\":\"\",\"externalId\":\"\"}",
        "{\"runId\":1,\"externalId\":\"x\"}",
        "{\"runId\":1,\"displayId\":\"MMP-1\",\"externalId\":\"x\"}",
      })
  void exactlyOneIdentifierIsAskedFor(String body) {
    String issue =
        "{\"code\":\"custom\",\"message\":"
            + "\"Provide exactly one of: runId, displayId, or externalId\",\"path\":[]}";
    assertReply(400, zodError(issue), resume(body));
  }

  // Run IDs.

  @ParameterizedTest
  @CsvSource({
    "1.0, 200",
    "1e0, 200",
    "0, 404",
    "-1, 404",
    "9007199254740994, 404",
    "0.5, 500",
    "9223372036854775808, 500",
    "-1e30, 500",
    "1e400, 500",
  })
  void aRunIdIsAJavaScriptNumberThatMustFitIntoTheDatabase(String runId, int status) {
    assertEquals(status, resume("{\"runId\":" + runId + "}").status);
  }

  @Test
  void anInexactRunIdResumesAnotherRunAndIsYetAnError() {
    assertReply(500, SERVER_ERROR, resume("{\"runId\":9007199254740993}"));

    assertEquals("RUNNING", server.status(9007199254740992L));
  }

  @Test
  void theProjectBesideARunIdIsNotLookedAt() {
    assertEquals(200, resume("{\"runId\":1,\"projectName\":\"nope\\u0000\"}").status);
  }

  // Display IDs.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A/B-1",
        "MMP-",
        "-1",
        "MMP--1",
        "MMP-1 ",
        "MMP-1\\n",
        "MMP-١",
        "M P-1",
        "\\u0000"
      })
  void onlyLettersAndDigitsOfAsciiMakeADisplayId(String displayId) {
    assertReply(400, BAD_DISPLAY_ID, resume("{\"displayId\":\"" + displayId + "\"}"));
  }

  @Test
  void handsOutADisplayIdThatItDoesNotTakeBack() {
    assertReply(
        200,
        "{\"runId\":10,\"number\":1,\"displayId\":\"A/B-1\",\"projectName\":\"A/B\","
            + "\"organizationSlug\":\"acme\","
            + "\"url\":\"https://pluto.trainy.ai/o/acme/projects/A%2FB/98Fqg\",\"resumed\":true}",
        resume("{\"runId\":10}"));
  }

  @Test
  void caseAndZerosOfADisplayIdDoNotCount() {
    Reply reply = resume("{\"displayId\":\"mTe-0001\",\"projectName\":\"monitor_tests\"}");

    assertTrue(reply.body.startsWith("{\"runId\":7,\"number\":1,\"displayId\":\"MTE-1\","));
    assertEquals(409, resume("{\"displayId\":\"mTe-0001\"}").status);
    assertEquals("COMPLETED", server.status(8));
  }

  @Test
  void theProjectOfADisplayIdIsComparedExactly() {
    assertReply(
        404, NOT_FOUND, resume("{\"displayId\":\"MMP-1\",\"projectName\":\"My-ML-Project\"}"));
  }

  @Test
  void anEndlessNumberAsksForARunWithoutOneInThatProject() {
    String endless = "9".repeat(309);

    assertEquals(200, resume("{\"displayId\":\"MMP-" + endless + "\"}").status);
    assertEquals("RUNNING", server.status(6));
    assertReply(404, NOT_FOUND, resume("{\"displayId\":\"MTE-" + endless + "\"}"));
    assertReply(500, SERVER_ERROR, resume("{\"displayId\":\"MMP-" + "9".repeat(308) + "\"}"));
  }

  // External IDs.

  @Test
  void anExternalIdNeedsAProject() {
    assertReply(
        400,
        "{\"error\":\"projectName is required when using externalId\"}",
        resume("{\"externalId\":\"my-training-run-v1\"}"));
  }

  @Test
  void oneExternalIdCanBeInTwoProjects() {
    Reply reply = resume("{\"externalId\":\"shared-ext\",\"projectName\":\"monitor-tests\"}");

    assertTrue(reply.body.startsWith("{\"runId\":8,"), reply.body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"My-Training-Run-V1", " my-training-run-v1", ""})
  void anExternalIdIsComparedExactly(String externalId) {
    assertReply(
        404,
        NOT_FOUND,
        resume("{\"externalId\":\"" + externalId + "\",\"projectName\":\"my-ml-project\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude80\\ud83d"})
  void whatTheDatabaseCannotHoldIsAServerError(String text) {
    assertReply(
        500, SERVER_ERROR, resume("{\"externalId\":\"" + text + "\",\"projectName\":\"p\"}"));
    assertReply(
        500, SERVER_ERROR, resume("{\"externalId\":\"x\",\"projectName\":\"" + text + "\"}"));
    assertReply(
        500, SERVER_ERROR, resume("{\"displayId\":\"MMP-1\",\"projectName\":\"" + text + "\"}"));
    assertEquals("COMPLETED", server.status(1));
  }

  // Organizations.

  @Test
  void aRunOfAnotherOrganizationIsNeitherFoundNorInTheWay() {
    assertReply(404, NOT_FOUND, resume("{\"runId\":14}"));
    assertEquals(200, resume("{\"displayId\":\"MMP-1\"}").status);

    assertEquals("RUNNING", server.status(1));
    assertEquals("COMPLETED", server.status(14));
  }

  // Life and threads.

  @Test
  void countsTheRequests() {
    resume("{\"runId\":1}");
    send("GET", "/nowhere", Headers.of(), null);

    assertEquals(2, server.requestCount());
  }

  @Test
  void manyThreadsMayUseOneServer() throws Exception {
    List<Long> runs = List.of(1L, 3L, 4L, 5L, 6L, 9L, 11L, 12L);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long run = runs.get(i % runs.size());
      calls.add(() -> resume("{\"runId\":" + run + "}").status);
    }

    assertEquals(Set.of(200), Set.copyOf(inParallel(calls)));
    assertEquals(200, server.requestCount());
    runs.forEach(run -> assertEquals("RUNNING", server.status(run)));
  }

  @Test
  void ofManyEndsAtOnceTheWeightiestStays() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String end = i == 200 ? "FAILED" : List.of("COMPLETED", "TERMINATED", "CANCELLED").get(i % 3);
      calls.add(
          () -> {
            server.finish(2, end);
            return true;
          });
    }

    assertEquals(400, inParallel(calls).size());
    assertEquals("FAILED", server.status(2));
  }

  @Test
  void closingEndsItsThreadsThoughAClientIsConnected() throws InterruptedException {
    assertEquals(200, resume("{\"runId\":1}").status);
    assertEquals(1, client.connectionPool().idleConnectionCount());
    List<Thread> threads = serverThreads();
    assertFalse(threads.isEmpty());

    server.close();

    for (Thread thread : threads) {
      thread.join(10_000);
      assertFalse(thread.isAlive(), thread.getName());
    }
    client.connectionPool().evictAll();
    assertThrows(UncheckedIOException.class, () -> resume("{\"runId\":1}"));
  }

  @Test
  void anInterruptedThreadCanCloseItAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    server.close();

    assertTrue(Thread.interrupted());
  }

  @Test
  void requestsAreNotLogged() {
    assertFalse(Logger.getLogger(MockWebServer.class.getName()).isLoggable(Level.INFO));
  }

  private record Exchange(String name, JsonNode json) {
    @Override
    public String toString() {
      return name;
    }
  }

  private record Reply(int status, Headers headers, String body) {}

  private static Stream<Exchange> replayed() {
    return recorded().filter(exchange -> !LEFT_OUT.containsKey(exchange.name));
  }

  private static Stream<Exchange> recorded() {
    try (InputStream in =
        Objects.requireNonNull(EmbeddedPlutoTest.class.getResourceAsStream(RECORDING))) {
      List<Exchange> exchanges = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        JsonNode json = new JsonMapper().readTree(line);
        exchanges.add(new Exchange(json.get("name").asText(), json));
      }
      return exchanges.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply replay(Exchange exchange) {
    JsonNode request = exchange.json.get("request");
    return send(
        request.get("method").asText(),
        request.get("path").asText(),
        headers(request.get("headers")),
        request.get("body").textValue());
  }

  private static Headers headers(JsonNode pairs) {
    Headers.Builder headers = new Headers.Builder();
    pairs.forEach(pair -> headers.add(pair.get(0).asText(), pair.get(1).asText()));
    return headers.build();
  }

  private Reply resume(String body) {
    return send("POST", PATH, JSON_WITH_KEY, body);
  }

  private Reply send(String method, String path, Headers headers, @Nullable String body) {
    // A body without a type, so that OkHttp sends no Content-Type but the one in the headers.
    RequestBody sent = body == null ? null : RequestBody.create(null, body.getBytes(UTF_8));
    Request request =
        new Request.Builder()
            .url(server.url() + path)
            .headers(headers)
            .method(method, sent)
            .tag(String.class, headers.get("Accept-Encoding"))
            .build();
    return send(client, request);
  }

  private static Reply send(OkHttpClient client, Request request) {
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

  private static void assertReply(int status, String body, Reply reply) {
    assertEquals(body, reply.body);
    assertEquals(status, reply.status);
  }

  private static String zodError(String issues) {
    return "{\"success\":false,\"error\":{\"issues\":[" + issues + "],\"name\":\"ZodError\"}}";
  }

  private static String typeIssue(String expected, String received, String path) {
    return ("{\"code\":\"invalid_type\",\"expected\":\"%s\",\"received\":\"%s\",\"path\":%s,"
            + "\"message\":\"Expected %s, received %s\"}")
        .formatted(expected, received, path, expected, received);
  }

  private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
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

  /** Its listener and its open connections; no other test runs at this time. */
  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MockWebServer"))
        .toList();
  }
}
