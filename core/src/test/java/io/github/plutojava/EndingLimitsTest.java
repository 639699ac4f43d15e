package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Arguments of endings are checked before anything happens. */
class EndingLimitsTest extends EndingTest {
  @Test
  void aStatusNeedsALimitThatIsNotOutOfRange() {
    ActiveRun run = open();
    Exception cause = new Exception();
    for (Duration limit :
        List.of(
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofMillis(1L << 31),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertRefused(limit, () -> run.finish(limit));
      assertRefused(limit, () -> run.finishAsync(limit).join());
      assertRefused(limit, () -> run.fail("no GPU", limit));
      assertRefused(limit, () -> run.fail(cause, limit));
      assertRefused(limit, () -> run.failAsync(cause, limit).join());
      assertRefused(limit, () -> run.failAsync("no GPU", limit).join());
    }
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofMillis(Integer.MAX_VALUE)));
    assertEquals(List.of("COMPLETED"), asked());
  }

  private static void assertRefused(Duration limit, Callable<?> call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::call);
    assertEquals(
        "limit "
            + Describe.duration(limit)
            + " is out of range: it goes from 1 ms to 2147483647 ms",
        e.getMessage());
  }

  @Test
  void aNullIsNamed() {
    ActiveRun run = open();
    Duration noLimit = null;
    Throwable noCause = null;
    assertNamed("limit", () -> run.finish(noLimit));
    assertNamed("limit", () -> run.finishAsync(noLimit).join());
    assertNamed("limit", () -> run.fail("no GPU", noLimit));
    assertNamed("cause", () -> run.fail(noCause));
    assertNamed("cause", () -> run.fail(noCause, LIMIT));
    assertNamed("cause", () -> run.failAsync(noCause, LIMIT).join());
    assertNamed("cause", () -> run.failAsync(noCause).join());
    run.log(1, "loss", 0.5);
    assertEquals(List.of(), asked());
  }

  private static void assertNamed(String argument, Callable<?> call) {
    NullPointerException e = assertThrows(NullPointerException.class, call::call);
    assertEquals(argument, e.getMessage());
  }

  @Test
  void withoutALimitItIsTheDeliveryTimeout() {
    holdAll(RunServer.INGEST);
    ActiveRun run = open(options().deliveryTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    assertThrows(UndeliveredException.class, run::finish);
    assertEquals(RunStatus.FAILED, run.fail((String) null));
    assertEquals("no reason given", lastMetadata().get("message").textValue());
    awaitProblems(1);
    assertEquals(UndeliveredException.class, problems.get(0).getClass());
  }

  @Test
  void soHaveTheFutures() {
    holdAll(RunServer.INGEST);
    ActiveRun run = open(options().deliveryTimeout(SHORT).build());
    run.log(1, "loss", 0.5);
    assertInstanceOf(UndeliveredException.class, Failures.of(run.flushAsync()));
    assertInstanceOf(UndeliveredException.class, Failures.of(run.finishAsync()));
    assertEquals(RunStatus.FAILED, run.failAsync("no GPU").join());
    assertEquals("no GPU", lastMetadata().get("message").textValue());
    awaitProblems(1);
    assertEquals(List.of("FAILED"), asked());
  }

  @Test
  void aFailThatNobodyWaitsForTakesAReasonOrACause() {
    assertEquals(RunStatus.FAILED, open().failAsync("no GPU", LIMIT).join());
    assertEquals("no GPU", lastMetadata().get("message").textValue());
    assertEquals(RunStatus.FAILED, open().failAsync((String) null, LIMIT).join());
    assertEquals("no reason given", lastMetadata().get("message").textValue());
    assertEquals(RunStatus.FAILED, open().failAsync(new Exception("no CPU")).join());
    assertEquals("no CPU", lastMetadata().get("message").textValue());
    assertEquals(List.of(), problems);
  }
}
