package io.github.plutojava.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.joining;
import static okhttp3.mockwebserver.SocketPolicy.DISCONNECT_AFTER_REQUEST;
import static okhttp3.mockwebserver.SocketPolicy.DISCONNECT_AT_END;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.plutojava.PlutoClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import okhttp3.Headers;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSink;
import org.jspecify.annotations.Nullable;

/**
 * A small Pluto server for demos and for your own tests. It answers as the real services do, their
 * odd answers included. It holds the runs MMP-1 (COMPLETED), MMP-2 (RUNNING), MMP-3 (FAILED), MMP-4
 * (TERMINATED), MMP-5 (CANCELLED), MTE-1 in each of two projects, and some odd ones. Of those,
 * MMP-6 is met first: its ID is above 2^53 - 1, so that it is resumed and then answered with a 500.
 *
 * <pre>{@code
 * try (EmbeddedPluto server = EmbeddedPluto.start();
 *     PlutoClient pluto = server.clientBuilder().build();
 *     ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
 *   run.log(1000, "eval/accuracy", 0.93);
 *   run.finish();
 *   assertEquals("COMPLETED", server.status("MMP-1"));
 * }
 * }</pre>
 *
 * <p>One server plays all three services of Pluto: {@link #url()} is the address of each.
 *
 * <ul>
 *   <li>Look at what it has: {@link #points}, {@link #status(String)}, {@link #requests()}, and
 *       what else {@link #run(String)} offers.
 *   <li>Do what others do to a run: {@link Run#cancel()}, {@link Run#delete()}, {@link
 *       Run#finish(String)}. Let time pass: {@link #advance}.
 *   <li>Make it fail: {@link #answerNext(String, MockResponse)}, {@link #answerAll}, {@link
 *       #loseNextAnswer}, {@link #delayAnswers}, {@link #script}; and {@link #clearAnswers()}.
 * </ul>
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

  /** A key that has been revoked. The real server still takes its heartbeats, and so does this. */
  public static final String REVOKED_KEY = "mlps_revokedSecureKey01234567";

  /** The path of the request that resumes a run. */
  public static final String RESUME = "/api/runs/resume";

  /** The path of the request that brings points. */
  public static final String METRICS = "/ingest/metrics";

  /** The path of the request that registers names of metrics. */
  public static final String NAMES = "/api/runs/logName/add";

  /** The path of a heartbeat. */
  public static final String HEARTBEAT = "/api/runs/trigger";

  /** The path of the request that sets a run's status. */
  public static final String STATUS = "/api/runs/status/update";

  /** The path of the request for all that happened to a run's status. */
  public static final String HISTORY = "/api/runs/status/history";

  /** What the paths of requests for a run's details begin with; the run's ID follows. */
  public static final String DETAILS = "/api/runs/details/";

  // The runs.

  /**
   * A run as it is at the start. {@code prefix} is its project's and makes, with the number, the
   * display ID; {@code sqid} is the ID in the run's URL, and there is none above 2^53 - 1.
   */
  private record Seed(
      long id,
      @Nullable Integer number,
      String organization,
      String project,
      @Nullable String prefix,
      @Nullable String externalId,
      @Nullable String sqid,
      String status) {}

  private static final List<Seed> SEEDS =
      List.of(
          new Seed(
              1, 1, "acme", "my-ml-project", "MMP", "my-training-run-v1", "UkLWZ", "COMPLETED"),
          new Seed(2, 2, "acme", "my-ml-project", "MMP", null, "gbHJd", "RUNNING"),
          new Seed(3, 3, "acme", "my-ml-project", "MMP", null, "EfhxL", "FAILED"),
          new Seed(4, 4, "acme", "my-ml-project", "MMP", null, "VqXmZ", "TERMINATED"),
          new Seed(5, 5, "acme", "my-ml-project", "MMP", null, "uw2YK", "CANCELLED"),
          new Seed(6, null, "acme", "my-ml-project", "MMP", null, "OIJLh", "COMPLETED"),
          new Seed(7, 1, "acme", "monitor_tests", "MTE", "shared-ext", "AXs1i", "COMPLETED"),
          new Seed(8, 1, "acme", "monitor-tests", "MTE", "shared-ext", "p6klV", "COMPLETED"),
          new Seed(9, 1, "acme", "項目 日本語", "項日本", "実験-α-🚀", "nJqfP", "COMPLETED"),
          new Seed(10, 1, "acme", "A/B", "A/B", null, "98Fqg", "COMPLETED"),
          new Seed(11, 1, "acme", "plain-null-prefix", null, "no-prefix", "xhoCp", "COMPLETED"),
          new Seed(12, 1, "acme", "café", "CAF", "café-nfc", "vEmzD", "COMPLETED"),
          new Seed(14, 1, "other", "my-ml-project", "MMP", null, "HOVtl", "COMPLETED"),
          new Seed(19, 2147483647, "acme", "my-ml-project", "MMP", null, "L3pHO", "COMPLETED"),
          new Seed(1L << 53, 6, "acme", "my-ml-project", "MMP", null, null, "COMPLETED"));

  /** The statuses that end a run, from the lightest to the weightiest. */
  private static final List<String> ENDS =
      List.of("COMPLETED", "TERMINATED", "CANCELLED", "FAILED");

  /**
   * A point as it is stored.
   *
   * @param time in milliseconds since 1970
   */
  public record Point(long step, long time, double value) {}

  /**
   * A change of a run's status.
   *
   * @param source whose: {@code resume}, {@code api} (the run's own program), or {@code
   *     stale-monitor} (the server, since the run was quiet)
   * @param metadata what came with it, such as the reason of a failure
   */
  public record StatusChange(
      long id, String from, String to, String source, @Nullable JsonNode metadata, Instant at) {}

  /** A run on this server, to look at and to do to it what others than the client under test do. */
  public final class Run {
    private final Seed seed;
    private final Instant created = Instant.ofEpochMilli(now());
    private final List<String> statuses = new ArrayList<>();
    private final List<StatusChange> history = new ArrayList<>();
    private final Map<String, TreeMap<Long, Point>> points = new TreeMap<>();
    private final Map<String, String> names = new LinkedHashMap<>(); // with the type of each
    private JsonNode config = JSON.nullNode();
    private JsonNode statusMetadata = JSON.nullNode();
    private Instant updated = created;
    private @Nullable Instant statusUpdated;
    private long lastSign = created.toEpochMilli();
    private int heartbeats;
    private boolean cancelled;
    private boolean deleted;

    private Run(Seed seed) {
      this.seed = seed;
      statuses.add(seed.status);
      statusUpdated = seed.status.equals("RUNNING") ? null : created;
    }

    /** The ID. */
    public long id() {
      return seed.id;
    }

    /** The status now: RUNNING, COMPLETED, TERMINATED, CANCELLED or FAILED. */
    public String status() {
      synchronized (lock) {
        judge();
        return statuses.get(statuses.size() - 1);
      }
    }

    /** Each status that the run has had, the one at the start first and the present one last. */
    public List<String> statuses() {
      synchronized (lock) {
        judge();
        return List.copyOf(statuses);
      }
    }

    /** What the real server tells of the status: no change by a heartbeat after a cancel. */
    public List<StatusChange> history() {
      synchronized (lock) {
        judge();
        return List.copyOf(history);
      }
    }

    /** The points of a metric by step, none if there is no such metric. */
    public List<Point> points(String name) {
      synchronized (lock) {
        TreeMap<Long, Point> found = points.get(name);
        return found == null ? List.of() : List.copyOf(found.values());
      }
    }

    /** The names of all metrics that have points, whether they are registered or not. */
    public Set<String> metrics() {
      synchronized (lock) {
        return Collections.unmodifiableSet(new TreeSet<>(points.keySet()));
      }
    }

    /** The registered names, in the order in which they came. Only these are on the run's page. */
    public List<String> names() {
      synchronized (lock) {
        return List.copyOf(names.keySet());
      }
    }

    /** How many heartbeats have come. */
    public int heartbeats() {
      synchronized (lock) {
        return heartbeats;
      }
    }

    /**
     * Ends the run as another program does. Like the real server, to which several processes may
     * report the end of one run, this ignores an end that is lighter than the one it knows: FAILED
     * outweighs CANCELLED, which outweighs TERMINATED, which outweighs COMPLETED.
     *
     * @throws IllegalArgumentException if {@code status} is not one of those
     */
    public void finish(String status) {
      if (!ENDS.contains(status)) {
        throw new IllegalArgumentException("status must be one of " + ENDS + ", not " + status);
      }
      synchronized (lock) {
        judge();
        update(status, null);
      }
    }

    /**
     * Cancels the run as a person does on its page. As on the real server, the next heartbeat makes
     * the run CANCELLED, whatever it was, and so does the first heartbeat after each resume.
     */
    public void cancel() {
      synchronized (lock) {
        cancelled = true;
      }
    }

    /** Deletes the run: it is not found any more, but its points are still accepted, and lost. */
    public void delete() {
      synchronized (lock) {
        deleted = true;
      }
    }

    /**
     * Sets the config that the run's details have.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public void config(String json) {
      try {
        JsonNode parsed = JSON.readTree(json);
        synchronized (lock) {
          config = parsed;
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("config is not JSON", e);
      }
    }

    /** The name, each status so far, and the points' values by metric and step. */
    @Override
    public String toString() {
      Map<String, Map<Long, Double>> values = new TreeMap<>();
      synchronized (lock) {
        points.forEach(
            (name, steps) ->
                steps.forEach(
                    (step, point) ->
                        values.computeIfAbsent(name, n -> new TreeMap<>()).put(step, point.value)));
        String name = requireNonNullElse(displayId(), "run " + seed.id);
        return name + ": " + String.join(" -> ", statuses()) + ", " + values;
      }
    }

    // The rest is called with the lock held.

    private void add(Line line) {
      lastSign = now();
      line.values.forEach(
          (name, value) ->
              points
                  .computeIfAbsent(name, n -> new TreeMap<>())
                  .merge(
                      line.step,
                      new Point(line.step, line.time, value),
                      (was, is) -> is.time < was.time ? was : is));
    }

    private void resume() {
      lastSign = now();
      if (!status().equals("RUNNING")) {
        change("RUNNING", "resume", null, now());
      }
    }

    /** Ignores an end that is lighter than the run's. {@code metadata} is null if none came. */
    private void update(String to, @Nullable JsonNode metadata) {
      String from = status();
      if (ENDS.contains(to) && ENDS.indexOf(to) < ENDS.indexOf(from)) {
        return;
      }
      updated = Instant.ofEpochMilli(now());
      statusMetadata = requireNonNullElse(metadata, statusMetadata);
      if (!to.equals(from)) {
        lastSign = now();
        change(to, "api", metadata, now());
      }
    }

    private void beat() {
      lastSign = now();
      heartbeats++;
      if (cancelled && !status().equals("CANCELLED")) {
        statuses.add("CANCELLED");
        updated = Instant.ofEpochMilli(now());
      }
    }

    private void failIfQuiet(long at) {
      long grace = heartbeats > 0 ? 150 : 1800;
      if (statuses.get(statuses.size() - 1).equals("RUNNING") && at - lastSign >= grace * 1000) {
        ObjectNode why = JSON.createObjectNode().put("reason", "heartbeat-timeout");
        change("FAILED", "stale-monitor", why.put("grace_seconds", grace), at);
      }
    }

    private void change(String to, String source, @Nullable JsonNode metadata, long at) {
      Instant when = Instant.ofEpochMilli(at);
      String from = statuses.get(statuses.size() - 1);
      history.add(new StatusChange(++lastChange, from, to, source, metadata, when));
      statuses.add(to);
      updated = when;
      statusUpdated = when;
    }

    private @Nullable String displayId() {
      return seed.number == null || seed.prefix == null ? null : seed.prefix + "-" + seed.number;
    }
  }

  // The server: its life and its clock.

  private static final int HEADER_LIMIT = 16 * 1024;
  private static final long KEPT_BYTES = 16L * 1024 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** MockWebServer's, that logs every request. A field, since a logger that is dropped forgets. */
  private static final Logger LOGGER = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server = new MockWebServer();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final long startNanos = System.nanoTime();
  private final long startMillis = System.currentTimeMillis();

  /** Guards all that follows, and what is in the runs. */
  private final Object lock = new Object();

  private final Map<Long, Run> runs = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Deque<Request> requests = new ArrayDeque<>();
  private long requestBytes;
  private long advanced;
  private long nextJudgement = startMillis + 60_000;
  private long lastChange;

  private EmbeddedPluto() {
    LOGGER.setLevel(Level.SEVERE);
    SEEDS.forEach(seed -> runs.put(seed.id, new Run(seed)));
    server.setServerSocketFactory(new NoDelaySockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            server.takeRequest(0, TimeUnit.SECONDS); // or it would keep every request
            return answer(Request.of(request));
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

  /** Returns a builder of clients that have this server for all three services, and a valid key. */
  public PlutoClient.Builder clientBuilder() {
    return PlutoClient.builder()
        .apiKey(VALID_KEY)
        .baseUrl(url())
        .ingestUrl(url())
        .heartbeatUrl(url());
  }

  /** Stops the server, cuts its connections and waits for its threads to end. */
  @Override
  public void close() {
    closing.countDown();
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

  /**
   * Turns the server's clock forward; it also goes on by itself. Each 60 s of it, the server makes
   * each RUNNING run FAILED from which neither a heartbeat nor a point has come for 150 s, or for
   * 1800 s if it has never had a heartbeat.
   *
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time must not be negative, but is " + time);
    }
    synchronized (lock) {
      judge(); // with what has passed by itself
      advanced += time.toMillis();
      judge();
    }
  }

  private long now() {
    synchronized (lock) {
      return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos) + advanced;
    }
  }

  /** Does what the monitor should have done by now. Called, with the lock, before anything else. */
  private void judge() {
    for (; nextJudgement <= now(); nextJudgement += 60_000) {
      runs.values().forEach(run -> run.failIfQuiet(nextJudgement));
    }
  }

  /** Without TCP_NODELAY, the body of an answer waits for the client's delayed ACK: 40 ms. */
  private static final class NoDelaySockets extends ServerSocketFactory {
    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket socket = super.accept();
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException("MockWebServer binds it itself");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      return createServerSocket(port);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      return createServerSocket(port);
    }
  }

  // To look at it.

  /**
   * A run, by its ID.
   *
   * @throws IllegalArgumentException if there is no such run
   */
  public Run run(long runId) {
    synchronized (lock) {
      Run run = runs.get(runId);
      if (run == null || run.deleted) {
        throw new IllegalArgumentException("no run " + runId + ", only " + statuses().keySet());
      }
      return run;
    }
  }

  /**
   * A run, by its display ID, such as {@code MMP-1}.
   *
   * @throws IllegalArgumentException if there is no such run, or if there are several
   */
  public Run run(String displayId) {
    List<Run> found = find(run -> displayId.equals(run.displayId()));
    if (found.size() != 1) {
      throw new IllegalArgumentException(found.size() + " runs are " + displayId);
    }
    return found.get(0);
  }

  /** What {@link Run#points(String)} says of the run with this display ID. */
  public List<Point> points(String displayId, String name) {
    return run(displayId).points(name);
  }

  /** What {@link Run#status()} says of the run with this display ID. */
  public String status(String displayId) {
    return run(displayId).status();
  }

  /** What {@link Run#status()} says of the run with this ID. */
  public String status(long runId) {
    return run(runId).status();
  }

  /** A copy of all statuses as they are now, by run ID. */
  public Map<Long, String> statuses() {
    Map<Long, String> statuses = new TreeMap<>();
    synchronized (lock) {
      runs.values().stream()
          .filter(run -> !run.deleted)
          .forEach(run -> statuses.put(run.id(), run.status()));
    }
    return Collections.unmodifiableMap(statuses);
  }

  /** Does what {@link Run#finish(String)} does to the run with this ID. */
  public void finish(long runId, String status) {
    run(runId).finish(status);
  }

  /** How many requests have come so far, whatever they were answered. */
  public int requestCount() {
    return server.getRequestCount();
  }

  /**
   * A request that came.
   *
   * @param path without the query
   * @param query what follows the question mark, or ""
   */
  public record Request(
      String method, String path, String query, Headers headers, ByteString content) {
    private static Request of(RecordedRequest request) {
      // A request that is meant for a proxy has the whole URL there: this server plays that, too.
      String url = request.getRequestLine().split(" ", -1)[1].replaceFirst("^http://[^/]*", "");
      String[] parts = url.split("\\?", 2);
      return new Request(
          Objects.requireNonNull(request.getMethod()),
          parts[0],
          parts.length == 1 ? "" : parts[1],
          request.getHeaders(),
          request.getBody().readByteString());
    }

    /** The body as text. */
    public String body() {
      return content.utf8();
    }

    private String header(String name) {
      return requireNonNullElse(headers.get(name), "");
    }
  }

  /** The last requests, the newest last, as many as have 16 MiB of bodies together. */
  public List<Request> requests() {
    synchronized (lock) {
      return List.copyOf(requests);
    }
  }

  /** Those of {@link #requests()} that went to a path, such as {@link #METRICS}. */
  public List<Request> requests(String path) {
    return requests().stream().filter(request -> isAt(request, path)).toList();
  }

  // To make it fail.

  /** Decides how a request is answered. */
  @FunctionalInterface
  public interface Script {
    /**
     * Gives the answer.
     *
     * @param rules does what the request asks for and gives the answer of the real server; if it is
     *     not called, nothing is done
     */
    MockResponse answer(Request request, Supplier<MockResponse> rules) throws InterruptedException;
  }

  /** A script for a path, or for each path if that is null. */
  private record Fault(@Nullable String path, boolean once, Script script) {}

  /**
   * Has the next request answered so, instead of by the rules: with a 503, say, or never, by {@code
   * new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE)}. Further answers queue up.
   */
  public void answerNext(MockResponse answer) {
    add(new Fault(null, true, (request, rules) -> answer));
  }

  /**
   * The same for the next request to a path, such as {@link #METRICS}. One that ends with a slash,
   * such as {@link #DETAILS}, stands for all below it, here and in the following methods.
   */
  public void answerNext(String path, MockResponse answer) {
    add(new Fault(path, true, (request, rules) -> answer));
  }

  /** Has each request to a path answered so, instead of by the rules. */
  public void answerAll(String path, MockResponse answer) {
    script(path, (request, rules) -> answer);
  }

  /**
   * Does what the next request to a path asks for, but cuts the connection instead of answering.
   */
  public void loseNextAnswer(String path) {
    add(
        new Fault(
            path, true, (request, rules) -> rules.get().setSocketPolicy(DISCONNECT_AFTER_REQUEST)));
  }

  /** Does at once what each request to a path asks for, but answers only after this time. */
  public void delayAnswers(String path, Duration time) {
    script(
        path,
        (request, rules) -> {
          MockResponse answer = rules.get();
          boolean closed = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
          return closed ? answer.setSocketPolicy(DISCONNECT_AFTER_REQUEST) : answer;
        });
  }

  /** Asks the script how to answer each request to a path. Several threads may ask it at once. */
  public void script(String path, Script script) {
    add(new Fault(path, false, script));
  }

  /**
   * Forgets what was said by the methods above: all goes by the rules again. Until then, what was
   * said for one request is used up first, in that order; of the rest, what was said last holds.
   */
  public void clearAnswers() {
    synchronized (lock) {
      faults.clear();
    }
  }

  private void add(Fault fault) {
    synchronized (lock) {
      faults.add(fault);
    }
  }

  private static boolean isAt(Request request, @Nullable String path) {
    return path == null
        || (path.endsWith("/") ? request.path.startsWith(path) : request.path.equals(path));
  }

  private MockResponse answer(Request request) throws InterruptedException {
    Script script;
    synchronized (lock) {
      keep(request);
      script = scriptFor(request);
    }
    try {
      return script.answer(request, () -> byTheRules(request));
    } catch (RuntimeException e) {
      return text(500, "text/plain; charset=UTF-8", "EmbeddedPluto failed: " + e);
    }
  }

  private void keep(Request request) {
    requests.add(request);
    requestBytes += request.content.size() + 1024; // and about as much for the rest of it
    while (requestBytes > KEPT_BYTES && requests.size() > 1) {
      requestBytes -= requests.remove().content.size() + 1024;
    }
  }

  private Script scriptFor(Request request) {
    Script script = (asked, rules) -> rules.get();
    for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
      Fault fault = each.next();
      if (isAt(request, fault.path)) {
        script = fault.script;
        if (fault.once) {
          each.remove();
          return script;
        }
      }
    }
    return script;
  }

  // What is done and answered by the rules.

  private MockResponse byTheRules(Request request) {
    if (request.headers.byteCount() > HEADER_LIMIT) {
      MockResponse tooLarge = new MockResponse().setResponseCode(431);
      return tooLarge.setHeader("Connection", "close").setSocketPolicy(DISCONNECT_AT_END);
    }
    if (request.path.matches("/?/ingest/.*")) {
      return request.path.equals(METRICS) ? metricsRoute(request) : empty(404);
    }
    if (request.path.equals(HEARTBEAT)) {
      return heartbeatRoute(request);
    }
    if (request.path.equals(HEARTBEAT + "/")) {
      return empty(307).setHeader("location", url() + HEARTBEAT);
    }
    return api(request);
  }

  // The service "api".

  private static final String RUN_URL = "https://pluto.trainy.ai/o/%s/projects/%s/%s";
  private static final String AMBIGUOUS =
      "displayId '%s' is ambiguous across multiple projects (e.g. %s)."
          + " Specify projectName to disambiguate.";
  private static final List<String> IDENTIFIERS = List.of("runId", "displayId", "externalId");
  private static final Pattern DISPLAY_ID = Pattern.compile("([A-Za-z0-9]+)-([0-9]+)");
  private static final Pattern RUN_ID = Pattern.compile("-?[0-9]{1,18}");
  private static final int LONGEST_NAME = 2704; // in bytes; longer ones pass if they compress well
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MockResponse api(Request request) {
    String path = request.path;
    if (path.length() > 1 && (path.endsWith("/") || path.startsWith("//"))) {
      String location = path.replaceFirst("^//", "/").replaceFirst("/$", "");
      return empty(308)
          .setHeader("location", location)
          .setHeader("Refresh", "0;url=" + location)
          .setChunkedBody(location, HEADER_LIMIT);
    }
    boolean isJson = request.header("Content-Type").startsWith("application/json");
    MockResponse response =
        switch (path) {
          case RESUME -> withKey(request, () -> resumeRoute(request, isJson));
          case NAMES -> post(request, isJson, NAMES_FIELDS, this::register);
          case STATUS -> post(request, isJson, STATUS_FIELDS, this::updateStatus);
          case HISTORY -> get(request, idInQuery(request.query), EmbeddedPluto::history);
          default ->
              path.startsWith(DETAILS) && path.indexOf('/', DETAILS.length()) < 0
                  ? get(request, path.substring(DETAILS.length()), EmbeddedPluto::details)
                  : noRoute();
        };
    Buffer sent = response.getBody();
    if (request.header("Accept-Encoding").contains("gzip")) {
      sent = gzip(sent);
      response.setHeader("content-encoding", "gzip");
    }
    return response.setChunkedBody(sent, HEADER_LIMIT);
  }

  /** The key is asked for before the method and the body are looked at. */
  private static MockResponse withKey(Request request, Supplier<MockResponse> route) {
    String[] authorization = request.header("Authorization").split(" ", -1);
    String key = authorization.length < 2 ? "" : authorization[1]; // whatever the scheme is
    if (key.equals(VALID_KEY)) {
      return route.get();
    }
    if (key.isEmpty()) {
      return error(401, "Unauthorized");
    }
    String message = requireNonNullElse(unusable(key), "Key not found");
    if (!key.matches("mlp[is]_.*")) {
      message = "Invalid API key";
    }
    return json(401, "{\"error\":\"Unauthorized\",\"message\":\"" + message + "\"}");
  }

  private static @Nullable String unusable(String key) {
    return switch (key) {
      case EXPIRED_KEY -> "API key has expired";
      case REVOKED_KEY -> "API key has been revoked";
      default -> null;
    };
  }

  private MockResponse resumeRoute(Request request, boolean isJson) {
    return switch (request.method) {
      case "POST" ->
          isJson
              ? read(request, RESUME_FIELDS, this::resume)
              : error(404, "Run not found"); // the body is not read
      // GET .../{sqid} tells a run's ID, and "resume" reads as a sqid: a POST that a redirect has
      // turned into a GET looks like a success.
      case "GET" -> json(200, "{\"runId\":505989241}");
      default -> noRoute();
    };
  }

  private static MockResponse post(
      Request request, boolean isJson, List<Field> fields, Route route) {
    return withKey(
        request,
        () -> {
          if (!request.method.equals("POST")) {
            return noRoute();
          }
          return isJson ? read(request, fields, route) : failure(); // the body is not read
        });
  }

  private MockResponse get(Request request, String id, Reading reading) {
    return withKey(
        request,
        () -> {
          if (!request.method.equals("GET")) {
            return noRoute();
          }
          if (!RUN_ID.matcher(id).matches()) {
            return Zod.error(List.of(Zod.typeIssue("\"runId\"", "number", "nan")));
          }
          List<Run> found = find(run -> run.id() == Long.parseLong(id));
          synchronized (lock) {
            judge();
            return found.isEmpty() ? error(404, "Run not found") : reading.of(found.get(0));
          }
        });
  }

  /** What is told of a run. */
  private interface Reading {
    MockResponse of(Run run);
  }

  /** What is done with a body whose types are right. */
  private interface Route {
    MockResponse answer(JsonNode body);
  }

  private static MockResponse read(Request request, List<Field> fields, Route route) {
    try {
      JsonNode body = JSON.readTree(request.body());
      if (!body.isMissingNode()) {
        List<String> issues = Zod.issues(body, fields);
        return issues.isEmpty() ? route.answer(body) : Zod.error(issues);
      }
    } catch (JsonProcessingException e) {
      // Answered like an empty body, which is no JSON either.
    }
    return error(400, "Malformed JSON in request body");
  }

  private MockResponse resume(JsonNode target) {
    if (IDENTIFIERS.stream().filter(target::has).count() != 1) {
      return Zod.error(List.of(CHOICE_ISSUE));
    }
    String project = target.path("projectName").asText(); // "" counts as none
    Predicate<Run> wanted;
    if (target.has("runId")) {
      double id = target.get("runId").doubleValue(); // as JavaScript reads it
      if (isNoLong(id)) {
        return failure();
      }
      wanted = run -> run.id() == (long) id;
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
        return failure();
      }
      wanted =
          run ->
              prefix.equals(run.seed.prefix)
                  && Objects.equals(stored, run.seed.number)
                  && (project.isEmpty() || project.equals(run.seed.project));
    } else {
      String externalId = target.get("externalId").asText();
      if (project.isEmpty()) {
        return error(400, "projectName is required when using externalId");
      }
      if (unstorable(externalId) || unstorable(project)) {
        return failure();
      }
      wanted = run -> externalId.equals(run.seed.externalId) && project.equals(run.seed.project);
    }
    List<Run> found = find(wanted);
    if (found.isEmpty()) {
      return error(404, "Run not found");
    }
    if (found.size() > 1) {
      String projects = found.stream().map(run -> run.seed.project).collect(joining(", "));
      return error(409, AMBIGUOUS.formatted(target.get("displayId").asText(), projects));
    }
    Run run = found.get(0);
    synchronized (lock) {
      judge();
      run.resume();
    }
    return run.seed.sqid == null ? failure() : resumed(run); // too late: the run is resumed
  }

  private static MockResponse resumed(Run run) {
    Seed seed = run.seed;
    String project = URLEncoder.encode(seed.project, UTF_8).replace("+", "%20");
    ObjectNode body = JSON.createObjectNode();
    body.put("runId", seed.id).put("number", seed.number);
    body.put("displayId", run.displayId());
    body.put("projectName", seed.project).put("organizationSlug", seed.organization);
    body.put("url", RUN_URL.formatted(seed.organization, project, seed.sqid));
    return json(200, body.put("resumed", true).toString());
  }

  private MockResponse register(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.get("logName").forEach(name -> names.add(name.textValue()));
    String type = body.get("logType").textValue();
    return withRun(
        body,
        run -> {
          if (names.stream().anyMatch(name -> unstorable(name) || utf8(name) > LONGEST_NAME)) {
            return failure(); // one bad name, and none is registered
          }
          names.forEach(name -> run.names.putIfAbsent(name, type));
          return success();
        });
  }

  private MockResponse updateStatus(JsonNode body) {
    return withRun(
        body,
        run -> {
          JsonNode metadata;
          try {
            metadata = parsed(body, "statusMetadata");
            parsed(body, "loggerSettings");
          } catch (NotJson e) {
            return error(400, "Invalid " + e.getMessage() + " JSON");
          }
          if (metadata != null && holdsUnstorable(metadata)) {
            return failure();
          }
          run.update(body.get("status").textValue(), metadata);
          return success();
        });
  }

  private MockResponse withRun(JsonNode body, Reading route) {
    double id = body.get("runId").doubleValue();
    if (isNoLong(id)) {
      return failure();
    }
    List<Run> found = find(run -> run.id() == (long) id);
    synchronized (lock) {
      judge();
      return found.isEmpty() ? error(404, "Run not found") : route.of(found.get(0));
    }
  }

  /** A property that should have held JSON. */
  private static final class NotJson extends Exception {
    private static final long serialVersionUID = 1;

    NotJson(String property) {
      super(property);
    }
  }

  /** The JSON in a property, null if that is absent, null or empty. */
  private static @Nullable JsonNode parsed(JsonNode body, String property) throws NotJson {
    String text = body.path(property).asText("");
    try {
      return text.isEmpty() || body.path(property).isNull() ? null : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new NotJson(property);
    }
  }

  private static String idInQuery(String query) {
    return Stream.of(query.split("&", -1))
        .filter(each -> each.startsWith("runId="))
        .findFirst()
        .orElse("runId=")
        .substring(6);
  }

  private static MockResponse history(Run run) {
    ObjectNode body = JSON.createObjectNode().put("runId", run.id());
    ArrayNode events = body.putArray("events");
    for (StatusChange change : run.history) {
      boolean byMonitor = change.source.equals("stale-monitor");
      ObjectNode event = events.addObject();
      event.put("id", Long.toString(change.id)).put("runId", run.id());
      event.put("fromStatus", change.from).put("toStatus", change.to);
      event.put("source", change.source).set("metadata", change.metadata);
      event.put("actorId", byMonitor ? null : "user_ada");
      event.put("apiKeyId", byMonitor ? null : "key_valid");
      event.put("createdAt", TIME.format(change.at));
    }
    return json(200, body.toString());
  }

  private static MockResponse details(Run run) {
    Seed seed = run.seed;
    ObjectNode body = JSON.createObjectNode();
    body.put("id", seed.id).put("name", "run-" + seed.id).put("number", seed.number);
    body.put("displayId", run.displayId()).put("status", run.status()).putArray("tags");
    body.set("config", run.config);
    body.putNull("systemMetadata").putNull("loggerSettings");
    body.set("statusMetadata", run.statusMetadata);
    body.put("createdAt", TIME.format(run.created)).put("updatedAt", TIME.format(run.updated));
    body.put("statusUpdated", run.statusUpdated == null ? null : TIME.format(run.statusUpdated));
    body.put("projectName", seed.project).put("externalId", seed.externalId);
    body.putNull("forkedFromRunId").putNull("forkStep");
    ArrayNode names = body.putArray("logNames");
    run.names.forEach(
        (name, type) -> {
          String group = name.substring(0, Math.max(0, name.lastIndexOf('/')));
          ObjectNode node = names.addObject().put("logName", name).put("logType", type);
          node.put("logGroup", name.isEmpty() ? null : group);
        });
    return json(200, body.toString());
  }

  /** The runs of the key's organization that are wanted. */
  private List<Run> find(Predicate<Run> wanted) {
    synchronized (lock) {
      return runs.values().stream()
          .filter(run -> run.seed.organization.equals("acme") && !run.deleted)
          .filter(wanted)
          .toList();
    }
  }

  // What "api" looks at in a body.

  /**
   * A property that is looked at; others are ignored.
   *
   * @param options the values that it may have, any if there are none
   */
  private record Field(String name, String type, Presence presence, List<String> options) {
    Field(String name, String type, Presence presence) {
      this(name, type, presence, List.of());
    }
  }

  private enum Presence {
    REQUIRED,
    OPTIONAL,
    OPTIONAL_OR_NULL
  }

  private static final List<Field> RESUME_FIELDS =
      List.of(
          new Field("runId", "number", Presence.OPTIONAL),
          new Field("displayId", "string", Presence.OPTIONAL),
          new Field("externalId", "string", Presence.OPTIONAL),
          new Field("projectName", "string", Presence.OPTIONAL));

  private static final List<Field> NAMES_FIELDS =
      List.of(
          new Field("runId", "number", Presence.REQUIRED),
          new Field("logName", "array", Presence.REQUIRED),
          new Field(
              "logType",
              "string",
              Presence.REQUIRED,
              List.of(
                  "METRIC",
                  "IMAGE",
                  "VIDEO",
                  "AUDIO",
                  "FILE",
                  "TEXT",
                  "ARTIFACT",
                  "HISTOGRAM",
                  "TABLE",
                  "DATA")));

  private static final List<Field> STATUS_FIELDS =
      List.of(
          new Field("runId", "number", Presence.REQUIRED),
          new Field(
              "status",
              "string",
              Presence.REQUIRED,
              List.of("RUNNING", "COMPLETED", "FAILED", "TERMINATED", "CANCELLED")),
          new Field("statusMetadata", "string", Presence.OPTIONAL_OR_NULL),
          new Field("loggerSettings", "string", Presence.OPTIONAL_OR_NULL));

  private static final String CHOICE_ISSUE =
      """
      {"code":"custom",\
      "message":"Provide exactly one of: runId, displayId, or externalId","path":[]}""";

  /** The validator of "api", in whose words a body with a wrong type is refused. */
  private static final class Zod {
    private static final String ERROR =
        """
      {"success":false,"error":{"issues":[%s],"name":"ZodError"}}""";
    private static final String TYPE_ISSUE =
        """
      {"code":"invalid_type","expected":"%s","received":"%s","path":[%s],"message":"%s"}""";
    private static final String ENUM_TYPE_ISSUE =
        """
      {"expected":"%s","received":"%s","code":"invalid_type","path":[%s],"message":"%s"}""";
    private static final String ENUM_VALUE_ISSUE =
        """
      {"received":%s,"code":"invalid_enum_value","options":["%s"],"path":[%s],"message":%s}""";

    static List<String> issues(JsonNode body, List<Field> fields) {
      if (!body.isObject()) {
        return List.of(typeIssue("", "object", typeOf(body)));
      }
      List<String> issues = new ArrayList<>();
      for (Field field : fields) {
        JsonNode value = body.get(field.name);
        String type = typeOf(value);
        String path = '"' + field.name + '"';
        boolean mayBeSo =
            (value == null && field.presence != Presence.REQUIRED)
                || (type.equals("null") && field.presence == Presence.OPTIONAL_OR_NULL);
        if (!type.equals(field.type)) {
          if (!mayBeSo) {
            issues.add(
                field.options.isEmpty()
                    ? typeIssue(path, field.type, type)
                    : ENUM_TYPE_ISSUE.formatted(
                        quoted(field.options),
                        type,
                        path,
                        typeMessage(quoted(field.options), type)));
          }
        } else if (type.equals("array")) {
          for (int i = 0; i < value.size(); i++) {
            if (!value.get(i).isTextual()) {
              issues.add(typeIssue(path + "," + i, "string", typeOf(value.get(i))));
            }
          }
        } else if (!field.options.isEmpty() && !field.options.contains(value.textValue())) {
          String message =
              "Invalid enum value. Expected %s, received '%s'"
                  .formatted(quoted(field.options), value.textValue());
          String options = String.join("\",\"", field.options);
          issues.add(ENUM_VALUE_ISSUE.formatted(value, options, path, JSON.valueToTree(message)));
        }
      }
      return issues;
    }

    private static String quoted(List<String> options) {
      return "'" + String.join("' | '", options) + "'";
    }

    static String typeIssue(String path, String expected, String received) {
      return TYPE_ISSUE.formatted(expected, received, path, typeMessage(expected, received));
    }

    private static String typeMessage(String expected, String received) {
      return received.equals("undefined")
          ? "Required"
          : "Expected " + expected + ", received " + received;
    }

    private static String typeOf(@Nullable JsonNode value) {
      return value == null ? "undefined" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    static MockResponse error(List<String> issues) {
      return json(400, ERROR.formatted(String.join(",", issues)));
    }
  }

  // The service "ingest".

  private static final ByteString NEWLINE = ByteString.encodeUtf8("\n");
  private static final ByteString BRACE = ByteString.encodeUtf8("{");
  private static final int UNREAD_LIMIT = 16 * 1024;

  /** A line of the body. */
  private record Line(long time, long step, Map<String, Double> values) {}

  /** Why a request or a line is refused, in the server's words. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  private MockResponse metricsRoute(Request request) {
    if (!request.method.equals("POST")) {
      return empty(405).setHeader("allow", "POST");
    }
    ByteString body = request.content;
    List<Line> lines = new ArrayList<>();
    String refusal = null;
    int read = 0;
    try {
      checkIngestKey(headerOrNull(request, "Authorization"));
      checkHeader(request, "X-Run-Id");
      checkHeader(request, "X-Project-Name");
      while (read < body.size()) {
        int newline = body.indexOf(NEWLINE, read);
        ByteString line = body.substring(read, newline < 0 ? body.size() : newline);
        read += line.size() + 1;
        if (line.startsWith(BRACE) || !isBlank(line.utf8())) {
          lines.add(Ndjson.read(line, newline < 0 ? "final " : ""));
        }
      }
    } catch (Refusal e) {
      refusal = e.getMessage();
    }
    store(request, lines);
    if (refusal == null) {
      int records = lines.stream().mapToInt(line -> line.values.size()).sum();
      String answer = "Stream processed successfully: " + records + " records";
      return text(200, "text/plain; charset=utf-8", answer);
    }
    ObjectNode error = JSON.createObjectNode().put("code", "PROCESSING_FAILED");
    error.put("message", "Failed to process metrics stream: " + refusal);
    MockResponse answer = json(422, error.toString());
    // The connection of a body that was not read to its end is closed, without saying so.
    return body.size() - read > UNREAD_LIMIT ? answer.setSocketPolicy(DISCONNECT_AT_END) : answer;
  }

  /** A wrong run or project is not noticed: what was sent for it is gone. */
  private void store(Request request, List<Line> lines) {
    String id = request.header("X-Run-Id");
    String project = request.header("X-Project-Name");
    List<Run> found =
        find(run -> id.equals(Long.toString(run.id())) && project.equals(run.seed.project));
    synchronized (lock) {
      judge();
      found.forEach(run -> lines.forEach(run::add));
    }
  }

  private static void checkIngestKey(@Nullable String authorization) throws Refusal {
    if (authorization == null) {
      throw new Refusal("MissingToken (1003 - Authentication Error): Missing Authorization header");
    }
    if (!authorization.startsWith("Bearer ")) {
      throw new Refusal(
          "InvalidBearerFormat (1007 - Authentication Error):"
              + " Authorization header must start with 'Bearer '");
    }
    String key = authorization.substring(7);
    if (!key.matches("[A-Za-z0-9_-]*")) {
      throw new Refusal(
          "InvalidTokenFormat (1006 - Authentication Error):"
              + " Bearer token contains invalid characters");
    }
    if (!key.equals(VALID_KEY)) {
      String message = requireNonNullElse(unusable(key), "Invalid API key");
      throw new Refusal("InvalidToken (1002 - Authentication Error): " + message);
    }
  }

  /** A value that is not ASCII counts as none. */
  private static void checkHeader(Request request, String name) throws Refusal {
    String value = headerOrNull(request, name);
    if (value == null || !value.matches("[ -~\t]*")) {
      throw new Refusal(
          "InvalidHeaderFormat (2004 - Validation Error): Missing required header: " + name);
    }
  }

  private static @Nullable String headerOrNull(Request request, String name) {
    return request.headers.get(name);
  }

  /** Whether there is only Unicode's White_Space, of which Java's isBlank knows but a part. */
  private static boolean isBlank(String text) {
    return text.codePoints()
        .allMatch(c -> Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85);
  }

  /** Reads a line as the parser of "ingest" does. */
  private static final class Ndjson {
    private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);
    private static final Map<String, Double> NOT_FINITE =
        Map.of(
            "NaN", Double.NaN,
            "Infinity", Double.POSITIVE_INFINITY,
            "-Infinity", Double.NEGATIVE_INFINITY);

    static Line read(ByteString bytes, String kind) throws Refusal {
      try {
        return read(bytes.toByteArray());
      } catch (JsonProcessingException e) {
        throw unreadable(kind, bytes, whyUnreadable(bytes, e));
      } catch (BadLine e) {
        throw unreadable(kind, bytes, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Refusal unreadable(String kind, ByteString line, String why) {
      return new Refusal(
          "StreamDecodingError (3004 - Processing Error): Failed to parse "
              + kind
              + "JSON line (bytes): '"
              + line.utf8().strip()
              + "': "
              + why);
    }

    /** What the server's parser says; there is more than that, but this is what was recorded. */
    private static String whyUnreadable(ByteString bytes, JsonProcessingException e) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      } catch (CharacterCodingException invalid) {
        return "InvalidUtf8 at character 0";
      }
      String text = bytes.utf8().strip();
      return text.startsWith("{")
          ? "Syntax at character " + e.getLocation().getByteOffset()
          : "InternalError(TapeError) at character 0 ('" + text.charAt(0) + "')";
    }

    /** Why the server's parser does not take a line. */
    private static final class BadLine extends Exception {
      private static final long serialVersionUID = 1;

      BadLine(String message) {
        super(message);
      }

      static BadLine serde(String message) {
        return new BadLine("Serde(\"" + message + "\") at character 0");
      }
    }

    private static Line read(byte[] bytes) throws IOException, BadLine, Refusal {
      Long time = null;
      Long step = null;
      Map<String, Double> values = null;
      try (JsonParser json = JSON.createParser(bytes)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new BadLine("ExpectedMap at character 0");
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          switch (name) {
            case "time" -> time = once(name, time, unsigned(json));
            case "step" -> step = once(name, step, unsigned(json));
            case "data" -> values = once(name, values, readValues(json));
            default ->
                throw BadLine.serde(
                    "unknown field `" + name + "`, expected one of `time`, `step`, `data`");
          }
        }
        if (json.nextToken() != null) {
          throw new BadLine("TrailingData at character 0");
        }
      }
      return checked(
          new Line(present("time", time), present("step", step), present("data", values)));
    }

    private static <T> T once(String name, @Nullable T before, T value) throws BadLine {
      if (before != null) {
        throw BadLine.serde("duplicate field `" + name + "`");
      }
      return value;
    }

    private static <T> T present(String name, @Nullable T value) throws BadLine {
      if (value == null) {
        throw BadLine.serde("missing field `" + name + "`");
      }
      return value;
    }

    private static Line checked(Line line) throws Refusal {
      if (line.values.isEmpty()) {
        throw new Refusal(
            "InvalidMetricFormat (2005 - Validation Error): 'data' field cannot be empty");
      }
      if (line.values.keySet().stream().anyMatch(EmbeddedPluto::isBlank)) {
        throw new Refusal(
            "InvalidMetricFormat (2005 - Validation Error): metric name cannot be empty");
      }
      return line;
    }

    private static long unsigned(JsonParser json) throws IOException, BadLine {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new BadLine("ExpectedUnsigned at character 0");
      }
      BigInteger value = integer(json);
      if (value.signum() < 0) {
        throw new BadLine("ExpectedUnsigned at character 0");
      }
      return value.longValue();
    }

    /** The server's parser refuses an integer of more than 64 bits, signed or unsigned. */
    private static BigInteger integer(JsonParser json) throws IOException, BadLine {
      BigInteger value = json.getBigIntegerValue();
      if (value.compareTo(MAX_UNSIGNED) > 0 || value.compareTo(MIN_SIGNED) < 0) {
        throw badNumber(json, 19); // where the digit too many is
      }
      return value;
    }

    private static BadLine badNumber(JsonParser json, int offset) throws IOException {
      return new BadLine(
          "InvalidNumber at character %s ('%s')"
              .formatted(
                  json.currentTokenLocation().getByteOffset() + offset,
                  json.getText().charAt(offset)));
    }

    private static Map<String, Double> readValues(JsonParser json) throws IOException, BadLine {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new BadLine("ExpectedMap at character 0");
      }
      Map<String, Double> values = new LinkedHashMap<>();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (!UTF_8.newEncoder().canEncode(name)) {
          throw new BadLine("InvalidUnicodeCodepoint at character 0");
        }
        if (json.nextToken() != JsonToken.VALUE_NULL) { // a null is skipped
          values.put(name, value(json));
        }
      }
      return values;
    }

    private static double value(JsonParser json) throws IOException, BadLine {
      return switch (json.currentToken()) {
        case VALUE_NUMBER_INT -> integer(json).doubleValue();
        case VALUE_NUMBER_FLOAT -> {
          double value = json.getDoubleValue();
          if (Double.isInfinite(value)) {
            throw badNumber(json, 0);
          }
          yield value;
        }
        case VALUE_STRING -> {
          Double value = NOT_FINITE.get(json.getText());
          if (value == null) {
            throw BadLine.serde("unexpected string metric value: '" + json.getText() + "'");
          }
          yield value;
        }
        case START_OBJECT -> throw notANumber("map");
        case START_ARRAY -> throw notANumber("sequence");
        default -> throw notANumber("boolean `" + json.getText() + "`");
      };
    }

    private static BadLine notANumber(String what) {
      return BadLine.serde(
          "invalid type: "
              + what
              + ", expected a number or special float string (NaN, Infinity, -Infinity)");
    }
  }

  // The service "py".

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
  private static final String NO_RUN_ID =
      """
      [{"loc":["body","runId"],"msg":"field required","type":"value_error.missing"}]""";
  private static final String BAD_RUN_ID =
      """
      [{"loc":["body","runId"],"msg":"value is not a valid integer","type":"type_error.integer"}]""";

  private MockResponse heartbeatRoute(Request request) {
    if (!request.method.equals("POST")) {
      return json(405, "{\"detail\":\"Method Not Allowed\"}").setHeader("allow", "POST");
    }
    String runId;
    try {
      boolean isJson = request.header("Content-Type").startsWith("application/json");
      runId = JSON.readTree(isJson ? request.body() : "").path("runId").asText();
    } catch (JsonProcessingException e) {
      return json(422, "{\"detail\":" + notJson(request.body()) + "}");
    }
    if (runId.isEmpty() || runId.equals("null")) {
      return json(422, "{\"detail\":" + NO_RUN_ID + "}");
    }
    if (!INTEGER.matcher(runId).matches()) {
      return json(422, "{\"detail\":" + BAD_RUN_ID + "}");
    }
    String authorization = request.header("Authorization");
    if (!authorization.startsWith("Bearer ")) {
      return detail(401, "Authorization header missing or invalid");
    }
    if (!List.of(VALID_KEY, REVOKED_KEY).contains(authorization.substring(7))) {
      return detail(401, "Invalid or expired API key for this run");
    }
    List<Run> found = find(run -> runId.equals(Long.toString(run.id())));
    if (found.isEmpty()) {
      return detail(404, "Run not found");
    }
    Run run = found.get(0);
    synchronized (lock) {
      judge();
      run.beat();
      return json(200, "{\"status\":\"" + run.status() + "\",\"triggers\":null}");
    }
  }

  /** In Python's words, as if the body always broke off at its end. */
  private static String notJson(String body) {
    int end = body.length();
    ObjectNode error = JSON.createObjectNode();
    error.putArray("loc").add("body").add(end);
    error.put("msg", "Expecting value: line 1 column " + (end + 1) + " (char " + end + ")");
    ObjectNode context = error.put("type", "value_error.jsondecode").putObject("ctx");
    context.put("msg", "Expecting value").put("doc", body).put("pos", end);
    context.put("lineno", 1).put("colno", end + 1);
    return "[" + error + "]";
  }

  // What all of them need.

  private static boolean isNoLong(double id) {
    return id != Math.rint(id) || Math.abs(id) >= 0x1p63;
  }

  /** PostgreSQL takes no NUL, and UTF-8 no lone surrogate. */
  private static boolean unstorable(String text) {
    return text.indexOf('\0') >= 0 || !UTF_8.newEncoder().canEncode(text);
  }

  private static boolean holdsUnstorable(JsonNode json) {
    boolean found = json.isTextual() && unstorable(json.textValue());
    for (Iterator<String> names = json.fieldNames(); !found && names.hasNext(); ) {
      found = unstorable(names.next());
    }
    for (Iterator<JsonNode> values = json.elements(); !found && values.hasNext(); ) {
      found = holdsUnstorable(values.next());
    }
    return found;
  }

  private static int utf8(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static MockResponse success() {
    return json(200, "{\"success\":true}");
  }

  private static MockResponse failure() {
    return error(500, "Internal Server Error");
  }

  private static MockResponse noRoute() {
    return text(404, "text/plain; charset=UTF-8", "404 Not Found");
  }

  private static MockResponse error(int status, String message) {
    return json(status, "{\"error\":\"" + message + "\"}"); // no message needs escapes
  }

  private static MockResponse detail(int status, String message) {
    return json(status, "{\"detail\":\"" + message + "\"}");
  }

  private static MockResponse json(int status, String body) {
    return text(status, "application/json", body);
  }

  private static MockResponse text(int status, String contentType, String body) {
    return empty(status).setBody(body).setHeader("content-type", contentType);
  }

  private static MockResponse empty(int status) {
    return new MockResponse().setResponseCode(status);
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
}
