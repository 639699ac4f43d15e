package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The pauses between requests for a status. */
class StatusPausesTest extends EndingTest {
  /** What chance gives: at most a pause that is as long as it can be. */
  private volatile double chance = 0.99;

  @Override
  protected PlutoClient.Builder builder() {
    return super.builder()
        .timing(new Timing(System::nanoTime, Instant::now, () -> chance, Timing.SYSTEM.waiter()));
  }

  /** The first pause would be 495 ms. */
  @Test
  void leaveTimeForAnotherAttemptAndMakeNoStorm() {
    pluto.answerAll(RunServer.STATUS, request -> Answers.error(503, "busy"));
    ActiveRun run = open();
    int most = 0;
    for (int i = 0; i < 5 && most < 2; i++) { // The machine may be slow, but not each time.
      int before = count(RunServer.STATUS);
      assertThrows(PlutoException.class, () -> run.finish(Duration.ofMillis(480)));
      most = Math.max(most, count(RunServer.STATUS) - before);
    }
    assertTrue(most >= 2 && most <= 6, most + " requests in 480 ms");
  }

  @Test
  void areAsLongAsTheServerAsks() {
    pluto.answerNext(RunServer.STATUS, Answers.error(429, "slow").setHeader("Retry-After", "1"));
    ActiveRun run = open();
    long begun = System.nanoTime();
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(10)));
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    assertTrue(millis >= 1_000, "it asked again after " + millis + " ms");
    assertEquals(2, count(RunServer.STATUS));
  }

  @Test
  void growWithEachFailure() {
    chance = 0.02; // 10 ms at first.
    for (int i = 0; i < 6; i++) {
      pluto.answerNext(RunServer.STATUS, Answers.error(503, "busy"));
    }
    ActiveRun run = open();
    long begun = System.nanoTime();
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(30)));
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    assertTrue(millis >= 10 + 20 + 40 + 80 + 160 + 320, "it took " + millis + " ms");
    assertEquals(7, count(RunServer.STATUS));
  }
}
