package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import io.github.plutojava.testing.TurnedTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats wait for nothing else that goes on. */
class HeartbeatsGoOnTest extends RunTest {
  private final TurnedTime clock = new TurnedTime();

  @Override
  protected PlutoClient.Builder builder() {
    return super.builder().timing(clock.timing());
  }

  private ActiveRun openWithInterval(int seconds) {
    return open(options().heartbeatInterval(Duration.ofSeconds(seconds)).build());
  }

  private int beats() {
    return pluto.received(RunServer.HEARTBEAT).size();
  }

  /** Waits until so many were sent, and the next one waits for its time. */
  private void awaitBeats(int count) {
    Await.until(count + " heartbeats", () -> beats() == count);
    Await.until("the next is planned", this::isNextPlanned);
  }

  /** They are quicker than 10 s on any machine, and all else waits a shorter or a longer time. */
  private boolean isNextPlanned() {
    return clock.hasWait(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 60})
  void theIntervalIsTheOption(int seconds) {
    openWithInterval(seconds);
    Duration most = Duration.ofSeconds(seconds);
    Duration least = Duration.ofSeconds(Math.max(0, seconds - 20));
    Await.until(
        "the next is planned",
        () ->
            clock.waits().stream()
                .anyMatch(wait -> wait.compareTo(least) > 0 && wait.compareTo(most) <= 0));
    int before = beats();
    clock.turn(Duration.ofSeconds(seconds));
    Await.until("the next", () -> beats() > before);
  }

  /** They have threads of their own. */
  @Test
  void neverWaitForBatches() throws Exception {
    HeldAnswers held = closeLater(new HeldAnswers(pluto, RunServer.INGEST));
    ActiveRun run = openWithInterval(20);
    awaitBeats(1);
    run.log(1, "loss", 0.5);
    clock.turn(Duration.ofSeconds(1));
    held.awaitRequest();
    clock.turn(Duration.ofSeconds(20));
    Await.until("a heartbeat", () -> beats() == 2);
    held.answer();
    run.flush(Duration.ofSeconds(10));
  }

  /** Nor for what a user does with a problem. */
  @Test
  void neverWaitForOnProblem() throws Exception {
    CountDownLatch mayReturn = new CountDownLatch(1);
    CountDownLatch isTold = new CountDownLatch(1);
    pluto.answerAll(RunServer.HEARTBEAT, request -> new MockResponse().setResponseCode(503));
    open(
        options()
            .heartbeatInterval(Duration.ofSeconds(20))
            .closeTimeout(Duration.ZERO)
            .onProblem(
                problem -> {
                  isTold.countDown();
                  try {
                    mayReturn.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                })
            .build());
    Await.latch("a problem", isTold);
    for (int i = 1; i <= 8; i++) {
      awaitBeats(i);
      clock.turn(Duration.ofSeconds(20));
    }
    mayReturn.countDown();
  }

  /** A close can take minutes, if it may. */
  @Test
  void goOnWhileACloseDelivers() throws Exception {
    HeldAnswers held = closeLater(new HeldAnswers(pluto, RunServer.INGEST));
    ActiveRun run =
        open(
            options()
                .heartbeatInterval(Duration.ofSeconds(20))
                .closeTimeout(Duration.ofMinutes(5))
                .build());
    awaitBeats(1);
    run.log(1, "loss", 0.5);
    Thread closing = new Thread(run::close);
    closing.start();
    held.awaitRequest();
    clock.turn(Duration.ofSeconds(20));
    Await.until("a heartbeat", () -> beats() == 2);
    held.answer();
    closing.join(10_000);
    assertEquals(1, run.stats().accepted());
    clock.turn(Duration.ofMinutes(10));
    assertEquals(2, beats());
  }
}
