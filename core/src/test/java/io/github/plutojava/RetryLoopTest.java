package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A loop that tries again ends on an interrupted thread, if it looks as the guide says. */
class RetryLoopTest extends EndingTest {
  private static final int MOST = 3;

  /** Tries again as long as the guide says, on an interrupted thread. */
  private static void assertIsTriedOnce(Runnable call) {
    Thread.currentThread().interrupt();
    int tries = 0;
    boolean tryAgain = true;
    while (tryAgain && tries < MOST) {
      tries++;
      try {
        call.run();
        tryAgain = false;
      } catch (PlutoTransportException e) {
        tryAgain = !e.interrupted();
      } catch (UndeliveredException e) {
        tryAgain = !e.interrupted();
      }
    }
    assertTrue(Thread.interrupted(), "the flag was cleared");
    assertEquals(1, tries);
  }

  @Test
  void ofAResume() {
    PlutoClient client = client();
    assertIsTriedOnce(() -> client.resume(MMP_1));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void ofAFlush() {
    holdAll(RunServer.INGEST);
    ActiveRun run = open(options().closeTimeout(Duration.ZERO).build());
    run.log(1, "loss", 0.5);
    assertIsTriedOnce(run::flush);
  }

  @Test
  void ofALogThatFindsNoRoom() {
    holdAll(RunServer.INGEST);
    ActiveRun run = open(options().maxBufferedPoints(1).closeTimeout(Duration.ZERO).build());
    run.log(1, "loss", 0.5);
    assertIsTriedOnce(() -> run.log(2, "loss", 0.5));
    assertEquals(1, run.stats().logged());
  }

  @Test
  void ofAFinish() {
    holdAll(RunServer.STATUS);
    ActiveRun run = open();
    assertIsTriedOnce(run::finish);
  }

  @Test
  void noOtherReasonIsAnInterrupt() {
    assertFalse(new UndeliveredException("m", 1, null).interrupted());
    assertFalse(new UndeliveredException("m", 1, PlutoApiException.of(503, "x")).interrupted());
    assertTrue(new UndeliveredException("m", 1, new InterruptedException()).interrupted());
  }
}
