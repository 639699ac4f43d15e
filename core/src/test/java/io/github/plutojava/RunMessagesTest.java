package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.IngestAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message of an open run names the run once, and says once what the server said. */
class RunMessagesTest extends RunTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String WORDS = "the disk of shard 7 is full";

  /** All that a program gets: what was thrown, and what was told. */
  private final List<Throwable> failures = new ArrayList<>();

  private ActiveRun openWithPoint() {
    ActiveRun run = open(options().closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    return run;
  }

  private void awaitProblems(int count) {
    Await.until(count + " problems", () -> problems.size() >= count);
  }

  private static int occurrences(String part, String text) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private void assertWords() {
    failures.addAll(problems);
    assertFalse(failures.isEmpty());
    for (Throwable failure : failures) {
      String message = failure.getMessage();
      assertEquals(1, occurrences("the run with ID 1 (display ID 'MMP-1')", message), message);
      assertEquals(1, occurrences("MMP-1", message), message);
      Throwable cause = failure.getCause();
      boolean isServers = failure instanceof PlutoApiException;
      assertEquals(isServers ? 1 : 0, occurrences(WORDS, message), message);
      if (failure instanceof UndeliveredException && cause != null) {
        assertFalse(message.contains(cause.getMessage()), message);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 413, 422, 500})
  void ofPoints(int status) {
    pluto.answerAll(
        RunServer.INGEST,
        request -> Answers.json(status, IngestAnswers.error("Odd (4001 - Odd): " + WORDS)));
    ActiveRun run = openWithPoint();
    awaitProblems(1);
    failures.add(assertThrows(UndeliveredException.class, () -> run.flush(SHORT)));
    failures.add(assertThrows(UndeliveredException.class, () -> run.finish(SHORT)));
    run.close();
    assertWords();
  }

  @Test
  void ofAPointThatIsRefused() {
    pluto.answerAll(
        RunServer.INGEST,
        request ->
            IngestAnswers.refused("StreamDecodingError (3004 - Processing Error): " + WORDS));
    ActiveRun run = openWithPoint();
    failures.add(assertThrows(UndeliveredException.class, () -> run.flush(LIMIT)));
    failures.add(assertThrows(UndeliveredException.class, () -> run.finish(LIMIT)));
    run.close();
    assertWords();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 500})
  void ofTheOtherServices(int status) {
    for (String path : List.of(RunServer.NAMES, RunServer.HEARTBEAT, RunServer.STATUS)) {
      pluto.answerAll(path, request -> Answers.error(status, WORDS));
    }
    Duration interval = Duration.ofSeconds(20);
    ActiveRun run = open(options().heartbeatInterval(interval).closeTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    awaitProblems(2);
    failures.add(assertThrows(PlutoException.class, () -> run.finish(SHORT)));
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", SHORT));
    run.close();
    assertWords();
  }

  @Test
  void ofAStatusThatCannotBeReadBack() {
    pluto.answerAll(RunServer.DETAILS, request -> Answers.error(403, WORDS));
    ActiveRun run = open();
    failures.add(assertThrows(PlutoApiException.class, () -> run.finish(LIMIT)));
    assertWords();
  }

  @Test
  void ofConnectionsThatBreak() {
    for (String path : List.of(RunServer.INGEST, RunServer.NAMES, RunServer.STATUS)) {
      pluto.answerAll(
          path,
          request -> new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    }
    ActiveRun run = openWithPoint();
    awaitProblems(2);
    failures.add(assertThrows(UndeliveredException.class, () -> run.flush(SHORT)));
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU", SHORT));
    run.close();
    assertWords();
  }
}
