package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.ServerTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is noted of a call, with the real clock. */
class CallStateTest extends ServerTest {
  @Test
  void aRealWaitEndsWhenTheCallIsCanceled() throws Exception {
    assertEndsARealWait(CallState::cancel);
  }

  @Test
  void aRealWaitEndsWhenTheCallIsToEnd() throws Exception {
    assertEndsARealWait(call -> call.setEnd(CallState.End.CLOSED));
  }

  private static void assertEndsARealWait(Consumer<CallState> end) throws Exception {
    CallState call = CallStates.any();
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                Timing.SYSTEM.waiter().await(call, TimeUnit.HOURS.toNanos(1));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertFalse(call.isCanceled());
    end.accept(call);
    assertTrue(call.isCanceled());
    waiting.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aRealWaitEndsWhenItsTimeIsOver() throws Exception {
    CallState call = CallStates.any();
    long begin = System.nanoTime();
    Timing.SYSTEM.waiter().await(call, TimeUnit.MILLISECONDS.toNanos(20));
    assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(20));
    assertFalse(call.isCanceled());
  }

  @Test
  void whatBeginsAfterTheCancelEndsToo() {
    CallState call = CallStates.any();
    call.cancel();
    CompletableFuture<Void> lookup = new CompletableFuture<>();
    call.setLookup(lookup);
    assertTrue(lookup.isCancelled());
    CompletableFuture<Void> retry = new CompletableFuture<>();
    call.setRetry(retry);
    assertTrue(retry.isCancelled());
  }

  @Test
  void realChanceVaries() {
    double first = Timing.SYSTEM.random().getAsDouble();
    assertTrue(first >= 0 && first < 1);
    assertNotEquals(first, Timing.SYSTEM.random().getAsDouble());
  }

  @Test
  void leavesNothingOnTheCallersThread() {
    enqueue(Answers.run1());
    assertEquals(1, client().runs().resume(MMP_1).runId());
    assertNull(CallState.current());
  }
}
