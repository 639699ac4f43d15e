package io.github.plutojava.testing;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.RunOptions;
import io.github.plutojava.TestSettings;
import java.time.Duration;
import java.util.Arrays;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;

/** Runs whose heartbeats come when the test lets time pass. */
public abstract class WatchTest extends RunTest {
  protected static final String HISTORY = "/api/runs/status/history";
  protected static final String RESUME = "/api/runs/resume";

  /** An answer that never comes. */
  protected static final MockResponse NONE =
      new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE);

  protected final ManualTime manual = new ManualTime();

  @Override
  protected PlutoClient.Builder builder() {
    return TestSettings.timing(super.builder(), manual.timing());
  }

  /** Options with heartbeats, for runs that are closed without a wait. */
  @Override
  protected RunOptions.Builder options() {
    return super.options().heartbeatInterval(Duration.ofSeconds(20)).closeTimeout(Duration.ZERO);
  }

  /** Waits until nothing but the next turn is to come, and returns how long it is until then. */
  protected Duration untilNextTurn() {
    Await.until("a turn is planned", () -> !manual.planned().isEmpty());
    return manual.planned().get(0);
  }

  /** Lets time pass until the next turn begins, and waits for its end. */
  protected void turn() {
    manual.pass(untilNextTurn());
    untilNextTurn();
  }

  protected void turns(int count) {
    for (int i = 0; i < count; i++) {
      turn();
    }
  }

  protected int heartbeats() {
    return pluto.received(RunServer.HEARTBEAT).size();
  }

  protected static MockResponse status(String status) {
    return Answers.json(200, "{\"status\":\"" + status + "\",\"triggers\":null}");
  }

  /** Waits until no turn is under way in this JVM. */
  protected static void awaitEndOfTurns() {
    Await.until(
        "the turns have ended",
        () ->
            Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().endsWith(".RunWatch")));
  }
}
