package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.CallStates;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that began at different times end at different times. The clock moves as the test says. */
class DeadlinesApartTest {
  private static final long TIMEOUT = TimeUnit.MILLISECONDS.toNanos(20);

  private final AtomicLong now = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private final CallsInFlight inFlight =
      new CallsInFlight(
          () -> {
            looks.incrementAndGet();
            return now.get();
          });

  @AfterEach
  void close() {
    inFlight.close();
  }

  private CallState begin(CountDownLatch ended) {
    CallState call = CallStates.ofTimeout(TIMEOUT);
    inFlight.add(call, ended::countDown);
    return call;
  }

  /** Returns when the timer has looked at all calls with the time that it is now. */
  private void awaitLook() {
    long before = looks.get();
    // The first may have begun before.
    Await.until("the timer looks", () -> looks.get() >= before + 2);
  }

  @Test
  void eachEndsWhenItsOwnTimeIsOver() throws Exception {
    CountDownLatch firstEnded = new CountDownLatch(1);
    CountDownLatch secondEnded = new CountDownLatch(1);
    CallState first = begin(firstEnded);
    now.set(TIMEOUT / 2);
    CallState second = begin(secondEnded);

    now.set(TIMEOUT - 1);
    awaitLook();
    assertNull(first.end());

    now.set(TIMEOUT);
    Await.latch("the first ends", firstEnded);
    assertEquals(CallState.End.TIMED_OUT, first.end());
    assertFalse(inFlight.remove(first));

    now.set(TIMEOUT + TIMEOUT / 2 - 1);
    awaitLook();
    assertNull(second.end());
    assertFalse(second.isCanceled());

    now.set(TIMEOUT + TIMEOUT / 2);
    Await.latch("the second ends", secondEnded);
    assertEquals(CallState.End.TIMED_OUT, second.end());
    assertFalse(inFlight.remove(second));
  }

  @Test
  void aCallThatBeginsWhenTheOthersHaveEndedHasItsOwnTimeToo() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CallState first = begin(new CountDownLatch(1));
    inFlight.remove(first);
    now.set(3 * TIMEOUT);
    CallState second = begin(ended);
    now.set(4 * TIMEOUT - 1);
    awaitLook();
    assertNull(second.end());
    now.set(4 * TIMEOUT);
    Await.latch("the second ends", ended);
    assertEquals(CallState.End.TIMED_OUT, second.end());
    assertNull(first.end());
  }
}
