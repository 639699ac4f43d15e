package io.github.plutojava.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.TestSettings;
import io.github.plutojava.internal.call.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;

/** Runs that end, on a server that does what a test says. Retries come without a pause. */
public abstract class EndingTest extends RunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than any of these needs. */
  protected static final Duration LIMIT = Duration.ofSeconds(10);

  /** What a test waits for to be over. */
  protected static final Duration SHORT = Duration.ofMillis(500);

  @Override
  protected PlutoClient.Builder builder() {
    Timing timing = new Timing(System::nanoTime, Instant::now, () -> 0.0, Timing.SYSTEM.waiter());
    return TestSettings.timing(super.builder(), timing);
  }

  /** Holds back the next answer to {@code path}. Make it before the run, which is closed after. */
  protected Hold holdNext(String path) {
    Hold hold = closeLater(new Hold(pluto::accept));
    pluto.answerNext(path, hold);
    return hold;
  }

  /** Holds back all answers to {@code path}. */
  protected Hold holdAll(String path) {
    Hold hold = closeLater(new Hold(pluto::accept));
    pluto.answerAll(path, hold);
    return hold;
  }

  /** Does what the request asks for, but its answer is cut off. */
  protected MockResponse lost(RunServer.Received request) {
    return pluto.accept(request).setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
  }

  /** Does what the request asks for, and never answers. */
  protected MockResponse unanswered(RunServer.Received request) {
    return pluto.accept(request).setSocketPolicy(SocketPolicy.NO_RESPONSE);
  }

  /** How ingest refuses a line. */
  protected static MockResponse badLine() {
    return Answers.json(
        422, "{\"code\":\"X\",\"message\":\"Invalid (3004 - Invalid Line): the line is bad\"}");
  }

  /** Returns the statuses that the server was asked for. */
  protected List<String> asked() {
    return bodies(RunServer.STATUS).stream()
        .map(body -> body.get("status").textValue())
        .collect(Collectors.toList());
  }

  /** Returns what the server was told of the last status. */
  protected JsonNode lastMetadata() {
    List<JsonNode> bodies = bodies(RunServer.STATUS);
    return read(bodies.get(bodies.size() - 1).get("statusMetadata").textValue());
  }

  private List<JsonNode> bodies(String path) {
    return pluto.received(path).stream()
        .map(request -> read(request.body()))
        .collect(Collectors.toList());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected int count(String path) {
    return pluto.received(path).size();
  }

  /** Waits until the run was told of so many problems. */
  protected void awaitProblems(int count) {
    Await.until(count + " problems", () -> problems.size() >= count);
  }

  protected static void assertHas(String part, String text) {
    if (!text.contains(part)) {
      throw new AssertionError("expected \"" + part + "\" in: " + text);
    }
  }
}
