package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A fail ends the waits of a finish that cannot have set its status, and of no other. */
class OvertakenTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);
  private static final long NO_TIME = 0;

  private final Ending finish = Ending.finish(Duration.ofHours(1));

  private void assertOvertaken() {
    assertThrows(Ending.OvertakenException.class, finish::requireNotOvertaken);
    assertThrows(Ending.OvertakenException.class, finish::setAsking);
    assertThrows(Ending.OvertakenException.class, () -> finish.pause(LONG));
  }

  @Test
  void endsAPauseThatIsUnderWay() throws Exception {
    FutureTask<Boolean> pause = new FutureTask<>(() -> finish.pause(LONG));
    Thread thread = new Thread(pause);
    thread.start();
    Await.until("it pauses", () -> thread.getState() == Thread.State.TIMED_WAITING);
    finish.overtake();
    Throwable failure = assertThrows(Exception.class, () -> pause.get(10, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof Ending.OvertakenException, "it was overtaken");
  }

  @Test
  void endsAWaitForTheDelivery() throws Exception {
    finish.overtake();
    finish.await(new CompletableFuture<>(), LONG);
    assertOvertaken();
  }

  @Test
  void comesTooLateOnceTheStatusMayBeSet() throws Exception {
    finish.setAsking();
    finish.overtake();
    assertDoesNotThrow(finish::requireNotOvertaken);
    assertTrue(finish.pause(NO_TIME));
  }

  @Test
  void comesInTimeAfterAllIfTheRequestReachedNobody() {
    finish.setAsking();
    finish.overtake();
    finish.setNotAsking();
    assertOvertaken();
  }

  @Test
  void doesNotEndAnotherFail() throws Exception {
    Ending fail = Ending.fail("no GPU", Duration.ofHours(1));
    fail.overtake();
    assertDoesNotThrow(fail::setAsking);
    assertTrue(fail.pause(NO_TIME));
  }

  @Test
  void aClosedClientEndsPausesButNotTheWaitForTheDelivery() throws Exception {
    finish.hurry();
    assertFalse(finish.pause(LONG));
    assertDoesNotThrow(finish::setAsking);
    FutureTask<Boolean> wait =
        new FutureTask<>(
            () -> {
              finish.await(new CompletableFuture<>(), LONG);
              return true;
            });
    Thread thread = new Thread(wait);
    thread.start();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    finish.setNotAsking();
    finish.overtake();
    assertTrue(wait.get(10, TimeUnit.SECONDS));
  }

  @Test
  void changesNothingOnceAnEarlierEndingHasTakenEffect() throws Exception {
    finish.overtake();
    finish.settle();
    assertDoesNotThrow(finish::requireNotOvertaken);
    assertDoesNotThrow(finish::setAsking);
    assertTrue(finish.pause(NO_TIME));
  }

  @Test
  void aFlagThatSomebodyLeftEndsNoWait() throws Exception {
    Thread.currentThread().interrupt();
    assertTrue(finish.pause(NO_TIME));
    Thread.currentThread().interrupt();
    finish.await(CompletableFuture.completedFuture(null), LONG);
    assertFalse(Thread.interrupted());
  }
}
