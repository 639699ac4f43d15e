package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the real server answered, and what the client makes of it. The requests were made by hand;
 * most of those that failed, this library cannot make.
 */
class RecordedExchangesTest extends ServerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String RESUME = "could not resume the run with display ID 'MTE-1': ";
  private static final String CHECK_KEY =
      ". Check the API key; make a new one on the Pluto site if it is no longer valid";
  private static final String SERVER_FAILED =
      RESUME
          + "500 Internal Server Error. The server failed: try again later, which is safe even if"
          + " the run was resumed";

  private record Failure(Class<? extends PlutoApiException> type, String error, String message) {}

  private static Failure badRequest(String error) {
    return new Failure(
        BadRequestException.class,
        error,
        RESUME
            + "400 "
            + error
            + ". The server does not take what this library sends: check that the base URL is"
            + " Pluto's; then use a newer version of the library, or report this message");
  }

  private static Failure unauthorized(String message) {
    return new Failure(
        UnauthorizedException.class, "Unauthorized", RESUME + "401 " + message + CHECK_KEY);
  }

  private static final Failure NOT_FOUND =
      new Failure(
          RunNotFoundException.class,
          "Run not found",
          RESUME
              + "404 Run not found. Check the ID, and that the API key belongs to the run's"
              + " organization");
  private static final Failure SERVER_ERROR =
      new Failure(ServerErrorException.class, "Internal Server Error", SERVER_FAILED);
  private static final String AMBIGUOUS_WORDS =
      "displayId 'MTE-1' is ambiguous across multiple projects (e.g. monitor_tests,"
          + " monitor-tests). Specify projectName to disambiguate.";
  private static final Failure AMBIGUOUS =
      new Failure(
          AmbiguousRunException.class,
          AMBIGUOUS_WORDS,
          RESUME + "409 " + AMBIGUOUS_WORDS + " Name the project with inProject on the target");
  private static final String BAD_FORMAT =
      "Invalid displayId format. Expected PREFIX-NUMBER (e.g., 'MMP-1')";
  private static final String EXACTLY_ONE =
      "Provide exactly one of: runId, displayId, or externalId";

  /** By the name of the exchange, all that failed. */
  private static final Map<String, Failure> FAILURES =
      Map.ofEntries(
          Map.entry("displayid-wrong-project", NOT_FOUND),
          Map.entry(
              "externalid-empty-project",
              badRequest("projectName is required when using externalId")),
          Map.entry("externalid-wrong-project", NOT_FOUND),
          Map.entry("externalid-unknown", NOT_FOUND),
          Map.entry("displayid-ambiguous", AMBIGUOUS),
          Map.entry("displayid-ambiguous-empty-project", AMBIGUOUS),
          Map.entry("displayid-unknown", NOT_FOUND),
          Map.entry("displayid-int32-overflow", SERVER_ERROR),
          Map.entry("displayid-empty", badRequest(BAD_FORMAT)),
          Map.entry("displayid-bad-format", badRequest(BAD_FORMAT)),
          Map.entry("displayid-unicode-prefix-roundtrip", badRequest(BAD_FORMAT)),
          Map.entry("none", badRequest(EXACTLY_ONE)),
          Map.entry("two-ids", badRequest(EXACTLY_ONE)),
          Map.entry("runid-string", badRequest("runId: Expected number, received string")),
          Map.entry(
              "all-wrong-types",
              badRequest(
                  "runId: Expected number, received string; displayId: Expected string, received"
                      + " number; externalId: Expected string, received number; projectName:"
                      + " Expected string, received number")),
          Map.entry("runid-fractional", SERVER_ERROR),
          Map.entry("runid-2p53-plus-1", SERVER_ERROR),
          Map.entry("runid-unknown", NOT_FOUND),
          Map.entry("runid-other-org", NOT_FOUND),
          Map.entry("externalid-nfd-mismatch", NOT_FOUND),
          Map.entry("externalid-nul", SERVER_ERROR),
          Map.entry("invalid-json", badRequest("Malformed JSON in request body")),
          Map.entry("no-content-type", NOT_FOUND),
          Map.entry("ct-uppercase", NOT_FOUND),
          Map.entry("auth-none", unauthorized("Unauthorized")),
          Map.entry("auth-wrong-prefix", unauthorized("Unauthorized: Invalid API key")),
          Map.entry("auth-unknown-secure", unauthorized("Unauthorized: Key not found")),
          Map.entry("auth-expired", unauthorized("Unauthorized: API key has expired")),
          Map.entry("auth-revoked", unauthorized("Unauthorized: API key has been revoked")),
          Map.entry("method-put", wrongBaseUrl()),
          Map.entry("path-wrong", wrongBaseUrl()),
          Map.entry(
              "path-trailing-slash",
              new Failure(
                  PlutoApiException.class,
                  "/api/runs/resume",
                  RESUME
                      + "308 /api/runs/resume. It is a redirect to BASE/api/runs/resume, and"
                      + " redirects are not followed: if that is where Pluto is, change the base"
                      + " URL")),
          Map.entry("accept-gzip-404", NOT_FOUND),
          Map.entry("accept-gzip-401", unauthorized("Unauthorized")),
          Map.entry("accept-gzip-409", AMBIGUOUS),
          Map.entry(
              "header-16k", new Failure(PlutoApiException.class, "", RESUME + "431 Client Error")),
          Map.entry("db-down-first", SERVER_ERROR));

  private static Failure wrongBaseUrl() {
    return new Failure(
        PlutoApiException.class,
        "404 Not Found",
        RESUME
            + "404 Not Found. The server has no path /api/runs/resume, so it may not be Pluto:"
            + " check the base URL BASE/");
  }

  private static Stream<JsonNode> exchanges() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                RecordedExchangesTest.class.getResourceAsStream("/wire/resume.jsonl"),
                StandardCharsets.UTF_8))) {
      List<JsonNode> all = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.add(JSON.readTree(line));
      }
      return all.stream();
    }
  }

  private static MockResponse response(JsonNode exchange) throws IOException {
    JsonNode recorded = exchange.get("response");
    MockResponse response = new MockResponse().setResponseCode(recorded.get("status").asInt());
    Buffer body = new Buffer().writeUtf8(recorded.get("body").asText());
    for (JsonNode header : recorded.get("headers")) {
      String name = header.get(0).asText();
      if (!name.equals("Transfer-Encoding")) {
        response.addHeader(name, header.get(1).asText());
      }
      if (name.equals("content-encoding")) {
        Buffer gzipped = new Buffer();
        try (BufferedSink sink = Okio.buffer(new GzipSink(gzipped))) {
          sink.writeAll(body);
        }
        body = gzipped;
      }
    }
    return response.setChunkedBody(body, 50);
  }

  @Test
  void everyRecordedErrorIsExpectedHere() throws Exception {
    assertEquals(
        exchanges()
            .filter(e -> e.get("response").get("status").asInt() != 200)
            .map(e -> e.get("name").asText())
            .sorted()
            .collect(Collectors.toList()),
        List.copyOf(new TreeMap<>(FAILURES).keySet()));
  }

  @ParameterizedTest
  @EnumSource
  void makesEachErrorItsException(Style style) throws Exception {
    ResumeTarget target = ResumeTarget.byDisplayId("MTE-1");
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    String base = server.url("/").toString().replaceFirst("/$", "");
    for (JsonNode exchange : exchanges().collect(Collectors.toList())) {
      Failure expected = FAILURES.get(exchange.get("name").asText());
      if (expected == null) {
        continue;
      }
      enqueue(response(exchange));
      PlutoApiException e =
          assertThrows(
              PlutoApiException.class,
              () -> style.resume(client, target),
              exchange.get("name").asText());
      JsonNode recorded = exchange.get("response");
      assertEquals(expected.type(), e.getClass(), exchange.get("name").asText());
      assertEquals(recorded.get("status").asInt(), e.status());
      assertEquals(expected.error(), e.error());
      assertEquals(expected.message().replace("BASE", base), e.getMessage());
      assertEquals(recorded.get("body").asText(), e.body());
      assertEquals(1, e.attempts());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEachRun(Style style) throws Exception {
    PlutoClient client = client();
    int runs = 0;
    for (JsonNode exchange : exchanges().collect(Collectors.toList())) {
      JsonNode recorded = exchange.get("response");
      if (recorded.get("status").asInt() != 200
          || exchange.get("request").get("method").asText().equals("GET")) {
        continue;
      }
      JsonNode run = JSON.readTree(recorded.get("body").asText());
      enqueue(response(exchange));
      ResumedRun read = style.resume(client, ResumeTarget.byId(run.get("runId").asLong()));
      assertEquals(
          new ResumedRun(
              run.get("runId").asLong(),
              run.get("number").isNull() ? null : run.get("number").asLong(),
              run.get("displayId").textValue(),
              run.get("projectName").asText(),
              run.get("organizationSlug").asText(),
              run.get("url").asText(),
              true),
          read);
      runs++;
    }
    assertTrue(runs > 15, "" + runs);
  }

  @ParameterizedTest
  @EnumSource
  void theAnswerToAGetDoesNotPassForARun(Style style) throws Exception {
    JsonNode get =
        exchanges().filter(e -> e.get("name").asText().equals("method-get")).findAny().get();
    enqueue(response(get));
    PlutoResponseException e =
        assertThrows(
            PlutoResponseException.class,
            () -> style.resume(client(), ResumeTarget.byId(505989241)));
    assertTrue(e.getMessage().contains("lacks the property 'number'"), e.getMessage());
  }
}
