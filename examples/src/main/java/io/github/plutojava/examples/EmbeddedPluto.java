package io.github.plutojava.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;
import static okhttp3.mockwebserver.SocketPolicy.DISCONNECT_AT_END;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import org.jspecify.annotations.Nullable;

/**
 * A small Pluto server for demos and for your own tests: it holds the runs listed below and answers
 * {@code POST /api/runs/resume} by the rules of the real server, its odd ones too, and {@code GET
 * /api/runs/details/{id}} with some of the real properties. Of the odd ones, MMP-6 is met first:
 * its ID is above 2^53 - 1, so that it is resumed and then answered with a 500.
 *
 * <pre>{@code
 * try (EmbeddedPluto server = EmbeddedPluto.start();
 *     PlutoClient pluto =
 *         PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
 *   pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
 *   assertEquals("RUNNING", server.status(1));
 * }
 * }</pre>
 *
 * <p>Copy this file as it stands: beside {@code pluto-client} it needs {@code
 * com.squareup.okhttp3:mockwebserver:3.14.9} and no other file. Every server starts with the same
 * runs and shares nothing with another; threads may share one. Until it is closed, its threads keep
 * the JVM alive.
 */
public final class EmbeddedPluto implements AutoCloseable {
  /** A key of the organization {@code acme}. */
  public static final String VALID_KEY = "mlps_validSecureKey0123456789";

  /** A key that has expired. */
  public static final String EXPIRED_KEY = "mlps_expiredSecureKey01234567";

  /** A key that has been revoked. */
  public static final String REVOKED_KEY = "mlps_revokedSecureKey01234567";

  /**
   * A run as it is at the start. {@code prefix} is its project's and makes, with the number, the
   * display ID; {@code sqid} is the ID in the run's URL, and there is none above 2^53 - 1.
   */
  private record Run(
      long id,
      @Nullable Integer number,
      String organization,
      String project,
      @Nullable String prefix,
      @Nullable String externalId,
      @Nullable String sqid,
      String status) {}

  private static final List<Run> RUNS =
      List.of(
          new Run(1, 1, "acme", "my-ml-project", "MMP", "my-training-run-v1", "UkLWZ", "COMPLETED"),
          new Run(2, 2, "acme", "my-ml-project", "MMP", null, "gbHJd", "RUNNING"),
          new Run(3, 3, "acme", "my-ml-project", "MMP", null, "EfhxL", "FAILED"),
          new Run(4, 4, "acme", "my-ml-project", "MMP", null, "VqXmZ", "TERMINATED"),
          new Run(5, 5, "acme", "my-ml-project", "MMP", null, "uw2YK", "CANCELLED"),
          new Run(6, null, "acme", "my-ml-project", "MMP", null, "OIJLh", "COMPLETED"),
          new Run(7, 1, "acme", "monitor_tests", "MTE", "shared-ext", "AXs1i", "COMPLETED"),
          new Run(8, 1, "acme", "monitor-tests", "MTE", "shared-ext", "p6klV", "COMPLETED"),
          new Run(9, 1, "acme", "項目 日本語", "項日本", "実験-α-🚀", "nJqfP", "COMPLETED"),
          new Run(10, 1, "acme", "A/B", "A/B", null, "98Fqg", "COMPLETED"),
          new Run(11, 1, "acme", "plain-null-prefix", null, "no-prefix", "xhoCp", "COMPLETED"),
          new Run(12, 1, "acme", "café", "CAF", "café-nfc", "vEmzD", "COMPLETED"),
          new Run(14, 1, "other", "my-ml-project", "MMP", null, "HOVtl", "COMPLETED"),
          new Run(19, 2147483647, "acme", "my-ml-project", "MMP", null, "L3pHO", "COMPLETED"),
          new Run(1L << 53, 6, "acme", "my-ml-project", "MMP", null, null, "COMPLETED"));

  /** The statuses that end a run, from the lightest to the weightiest. */
  private static final List<String> ENDS =
      List.of("COMPLETED", "TERMINATED", "CANCELLED", "FAILED");

  private static final String RUN_URL = "https://pluto.trainy.ai/o/%s/projects/%s/%s";
  private static final String AMBIGUOUS =
      "displayId '%s' is ambiguous across multiple projects (e.g. %s)."
          + " Specify projectName to disambiguate.";
  private static final String ZOD_ERROR =
      """
      {"success":false,"error":{"issues":[%s],"name":"ZodError"}}""";
  private static final String TYPE_ISSUE =
      """
      {"code":"invalid_type","expected":"%s","received":"%s","path":[%s],"message":"%s"}""";
  private static final String CHOICE_ISSUE =
      """
      {"code":"custom",\
      "message":"Provide exactly one of: runId, displayId, or externalId","path":[]}""";
  private static final List<String> IDENTIFIERS = List.of("runId", "displayId", "externalId");
  private static final Pattern DISPLAY_ID = Pattern.compile("([A-Za-z0-9]+)-([0-9]+)");
  private static final Pattern DETAILS = Pattern.compile("/api/runs/details/([0-9]{1,18})");
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** MockWebServer's, that logs every request. A field, since a logger that is dropped forgets. */
  private static final Logger LOGGER = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = new MockWebServer();
  private final Map<Long, String> statuses = new ConcurrentHashMap<>();
  private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();

  private EmbeddedPluto() {
    LOGGER.setLevel(Level.SEVERE);
    RUNS.forEach(run -> statuses.put(run.id, run.status));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            server.takeRequest(0, TimeUnit.SECONDS); // or it would keep every request
            MockResponse scripted = answers.poll();
            return scripted == null ? answer(request) : scripted;
          }
        });
  }

  /**
   * Starts a server on a free port of 127.0.0.1.
   *
   * @throws UncheckedIOException if it cannot listen there
   */
  public static EmbeddedPluto start() {
    EmbeddedPluto pluto = new EmbeddedPluto();
    try {
      pluto.server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pluto;
  }

  /** The base URL to give to a client, such as {@code http://127.0.0.1:12345}. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /**
   * The run's status now: RUNNING, COMPLETED, TERMINATED, CANCELLED or FAILED.
   *
   * @throws IllegalArgumentException if there is no such run
   */
  public String status(long runId) {
    String status = statuses.get(runId);
    if (status == null) {
      throw new IllegalArgumentException("no run " + runId + ", only " + statuses().keySet());
    }
    return status;
  }

  /** A copy of all statuses as they are now, by run ID. */
  public Map<Long, String> statuses() {
    return Collections.unmodifiableMap(new TreeMap<>(statuses));
  }

  /**
   * Ends a run as its own program does. Like the real server, to which several processes may report
   * the end of one run, this ignores an end that is lighter than the one it knows: FAILED outweighs
   * CANCELLED, which outweighs TERMINATED, which outweighs COMPLETED. Nothing else ends a run here,
   * whereas the real server also ends one to which nothing is logged for some time.
   *
   * @throws IllegalArgumentException if there is no such run, or {@code status} is not one of those
   */
  public void finish(long runId, String status) {
    if (!ENDS.contains(status)) {
      throw new IllegalArgumentException("status must be one of " + ENDS + ", not " + status);
    }
    status(runId);
    statuses.merge(runId, status, (was, end) -> ENDS.indexOf(end) < ENDS.indexOf(was) ? was : end);
  }

  /**
   * Has the next request answered so, instead of by the rules: with a 503, say, or never, by {@code
   * new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE)}. Further answers queue up.
   */
  public void answerNext(MockResponse answer) {
    answers.add(answer);
  }

  /** How many requests have come so far, whatever they were answered. */
  public int requestCount() {
    return server.getRequestCount();
  }

  /** Stops the server, cuts its connections and waits for its threads to end. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // MockWebServer would throw an AssertionError
    try {
      server.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private MockResponse answer(RecordedRequest request) {
    String body = request.getBody().readUtf8();
    // A request that is meant for a proxy has the whole URL there: this server plays that, too.
    String url = request.getRequestLine().split(" ", -1)[1];
    String path = url.replaceFirst("^http://[^/]*", "").replaceFirst("\\?.*", "");
    if (request.getHeaders().byteCount() > MAX_HEADER_BYTES) {
      MockResponse tooLarge = new MockResponse().setResponseCode(431);
      return tooLarge.setHeader("Connection", "close").setSocketPolicy(DISCONNECT_AT_END);
    }
    if (path.length() > 1 && path.endsWith("/")) {
      String location = path.substring(0, path.length() - 1);
      return new MockResponse()
          .setResponseCode(308)
          .setHeader("location", location)
          .setHeader("Refresh", "0;url=" + location)
          .setChunkedBody(location, MAX_HEADER_BYTES);
    }
    MockResponse response = noRoute();
    Matcher details = DETAILS.matcher(path);
    if (path.equals("/api/runs/resume")) {
      response = withKey(request, () -> resumeRoute(request, body));
    } else if (details.matches()) {
      response = withKey(request, () -> detailsRoute(request, Long.parseLong(details.group(1))));
    }
    Buffer sent = response.getBody();
    if (header(request, "Accept-Encoding").contains("gzip")) {
      sent = gzip(sent);
      response.setHeader("content-encoding", "gzip");
    }
    return response.setChunkedBody(sent, MAX_HEADER_BYTES);
  }

  /** The key is asked for before the method and the body are looked at. */
  private static MockResponse withKey(RecordedRequest request, Supplier<MockResponse> route) {
    String[] authorization = header(request, "Authorization").split(" ", -1);
    String key = authorization.length < 2 ? "" : authorization[1]; // whatever the scheme is
    return key.equals(VALID_KEY) ? route.get() : unauthorized(key);
  }

  private MockResponse resumeRoute(RecordedRequest request, String body) {
    return switch (request.getMethod()) {
      case "POST" -> post(header(request, "Content-Type"), body);
      // GET .../{sqid} tells a run's ID, and "resume" reads as a sqid: a POST that a redirect has
      // turned into a GET looks like a success.
      case "GET" -> json(200, "{\"runId\":505989241}");
      default -> noRoute();
    };
  }

  private MockResponse detailsRoute(RecordedRequest request, long runId) {
    if (!request.getMethod().equals("GET")) {
      return noRoute();
    }
    return find(run -> run.id == runId).stream()
        .findFirst()
        .map(
            run -> {
              ObjectNode body = JSON.createObjectNode();
              body.put("id", run.id).put("status", status(run.id));
              body.put("projectName", run.project).put("externalId", run.externalId);
              return json(200, body.toString());
            })
        .orElseGet(() -> error(404, "Run not found"));
  }

  private static MockResponse unauthorized(String key) {
    if (key.isEmpty()) {
      return error(401, "Unauthorized");
    }
    String message =
        switch (key) {
          case EXPIRED_KEY -> "API key has expired";
          case REVOKED_KEY -> "API key has been revoked";
          default -> key.matches("mlp[is]_.*") ? "Key not found" : "Invalid API key";
        };
    return json(401, "{\"error\":\"Unauthorized\",\"message\":\"" + message + "\"}");
  }

  private MockResponse post(String contentType, String body) {
    if (!contentType.startsWith("application/json")) {
      return error(404, "Run not found"); // the body is not read
    }
    try {
      JsonNode target = JSON.readTree(body);
      if (!target.isMissingNode()) {
        String issues = String.join(",", issues(target));
        return issues.isEmpty() ? resume(target) : json(400, ZOD_ERROR.formatted(issues));
      }
    } catch (JsonProcessingException e) {
      // Answered like an empty body, which is no JSON either.
    }
    return error(400, "Malformed JSON in request body");
  }

  /** What the server's validator, Zod, says of the types or, if these are right, of the choice. */
  private static List<String> issues(JsonNode target) {
    if (!target.isObject()) {
      return List.of(typeIssue("", "object", target));
    }
    List<String> issues = new ArrayList<>();
    for (String name : List.of("runId", "displayId", "externalId", "projectName")) {
      String expected = name.equals("runId") ? "number" : "string";
      if (target.has(name) && !typeOf(target.get(name)).equals(expected)) {
        issues.add(typeIssue('"' + name + '"', expected, target.get(name)));
      }
    }
    if (issues.isEmpty() && IDENTIFIERS.stream().filter(target::has).count() != 1) {
      issues.add(CHOICE_ISSUE);
    }
    return issues;
  }

  private static String typeIssue(String path, String expected, JsonNode value) {
    String received = typeOf(value);
    String message = "Expected " + expected + ", received " + received;
    return TYPE_ISSUE.formatted(expected, received, path, message);
  }

  private static String typeOf(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private MockResponse resume(JsonNode target) {
    MockResponse failure = error(500, "Internal Server Error");
    String project = target.path("projectName").asText(); // "" counts as none
    Predicate<Run> wanted;
    if (target.has("runId")) {
      double id = target.get("runId").doubleValue(); // as JavaScript reads it
      if (id != Math.rint(id) || Math.abs(id) >= 0x1p63) {
        return failure;
      }
      wanted = run -> run.id == (long) id;
    } else if (target.has("displayId")) {
      Matcher displayId = DISPLAY_ID.matcher(target.get("displayId").asText());
      if (!displayId.matches()) {
        return error(400, "Invalid displayId format. Expected PREFIX-NUMBER (e.g., 'MMP-1')");
      }
      String prefix = displayId.group(1).toUpperCase(Locale.ROOT);
      double number = Double.parseDouble(displayId.group(2));
      // In the server's query, made as JSON, there is no Infinity: it becomes null.
      Integer stored = Double.isInfinite(number) ? null : (int) number;
      if ((stored != null && number > Integer.MAX_VALUE) || unstorable(project)) {
        return failure;
      }
      wanted =
          run ->
              prefix.equals(run.prefix)
                  && Objects.equals(stored, run.number)
                  && (project.isEmpty() || project.equals(run.project));
    } else {
      String externalId = target.get("externalId").asText();
      if (project.isEmpty()) {
        return error(400, "projectName is required when using externalId");
      }
      if (unstorable(externalId) || unstorable(project)) {
        return failure;
      }
      wanted = run -> externalId.equals(run.externalId) && project.equals(run.project);
    }
    List<Run> found = find(wanted);
    if (found.isEmpty()) {
      return error(404, "Run not found");
    }
    if (found.size() > 1) {
      String projects = found.stream().map(Run::project).collect(joining(", "));
      return error(409, AMBIGUOUS.formatted(target.get("displayId").asText(), projects));
    }
    Run run = found.get(0);
    statuses.put(run.id, "RUNNING");
    return run.sqid == null ? failure : resumed(run); // too late: the run is resumed
  }

  /** The runs of the key's organization that are wanted. */
  private static List<Run> find(Predicate<Run> wanted) {
    return RUNS.stream().filter(run -> run.organization.equals("acme")).filter(wanted).toList();
  }

  /** PostgreSQL takes no NUL, and UTF-8 no lone surrogate. */
  private static boolean unstorable(String text) {
    return text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text);
  }

  private static MockResponse resumed(Run run) {
    boolean displayable = run.number != null && run.prefix != null;
    String project = URLEncoder.encode(run.project, UTF_8).replace("+", "%20");
    ObjectNode body = JSON.createObjectNode();
    body.put("runId", run.id).put("number", run.number);
    body.put("displayId", displayable ? run.prefix + "-" + run.number : null);
    body.put("projectName", run.project).put("organizationSlug", run.organization);
    body.put("url", RUN_URL.formatted(run.organization, project, run.sqid));
    return json(200, body.put("resumed", true).toString());
  }

  private static MockResponse noRoute() {
    return text(404, "text/plain; charset=UTF-8", "404 Not Found");
  }

  private static MockResponse error(int status, String message) {
    return json(status, "{\"error\":\"" + message + "\"}"); // no message needs escapes
  }

  private static MockResponse json(int status, String body) {
    return text(status, "application/json", body);
  }

  private static MockResponse text(int status, String contentType, String body) {
    MockResponse response = new MockResponse().setResponseCode(status).setBody(body);
    return response.setHeader("content-type", contentType);
  }

  private static Buffer gzip(Buffer plain) {
    Buffer zipped = new Buffer();
    try (GzipSink sink = new GzipSink(zipped)) {
      sink.write(plain, plain.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped;
  }

  private static String header(RecordedRequest request, String name) {
    return requireNonNullElse(request.getHeader(name), "");
  }
}
