package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A run that was cancelled in the UI goes on as far as its program wants. */
class CancelledRunTest extends WatchTest {
  private final List<Thread> actors = new CopyOnWriteArrayList<>();

  private void act() {
    actors.add(Thread.currentThread());
  }

  private ActiveRun cancelled() {
    ActiveRun run = open();
    cancel();
    Await.until("it is known", run::isCancelled);
    return run;
  }

  private void cancel() {
    pluto.answerAll(RunServer.HEARTBEAT, request -> status("CANCELLED"));
    turn();
  }

  @Test
  void eachActionRunsOnceOnAThreadOfItsOwn() {
    ActiveRun run = open();
    turn();
    assertFalse(run.isCancelled());
    run.onCancel(this::act);
    run.onCancel(this::act);
    turn();
    assertEquals(0, actors.size());
    cancel();
    assertTrue(run.isCancelled());
    Await.until("both run", () -> actors.size() == 2);
    assertEquals(2, new HashSet<>(actors).size());
    for (Thread actor : actors) {
      assertEquals("Pluto cancel action", actor.getName());
      assertTrue(actor.isDaemon());
    }
    turns(3);
    assertEquals(2, actors.size());
    assertThrows(NullPointerException.class, () -> run.onCancel(null));
  }

  @Test
  void anActionThatComesLaterRunsAtOnce() {
    ActiveRun run = cancelled();
    run.onCancel(this::act);
    Await.until("it runs", () -> actors.size() == 1);
    assertEquals("Pluto cancel action", actors.get(0).getName());
  }

  @Test
  void oneThatNeverEndsOrThrowsHoldsUpNoOther() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch thrown = new CountDownLatch(1);
    ActiveRun run = open();
    run.onCancel(() -> hang(never));
    run.onCancel(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> thrown.countDown());
          throw new IllegalStateException("the program's");
        });
    run.onCancel(this::act);
    try {
      cancel();
      Await.latch("it has thrown", thrown);
      Await.until("the last runs", () -> actors.size() == 1);
      run.onCancel(this::act);
      Await.until("a later one runs", () -> actors.size() == 2);
    } finally {
      never.countDown();
    }
  }

  @Test
  void noMoreHeartbeatsAreSentAndNothingIsToldOrEnded() {
    cancelled();
    turns(3);
    manual.pass(Duration.ofMinutes(5));
    awaitEndOfTurns();
    assertEquals(1, heartbeats());
    assertEquals(0, pluto.received(RunServer.STATUS).size());
    assertEquals(0, pluto.received(HISTORY).size());
    assertEquals(0, problems.size());
  }

  @Test
  void loggingGoesOn() {
    ActiveRun run = cancelled();
    run.log(1, "loss", 0.5);
    CompletableFuture<Void> flushed = run.flushAsync(Duration.ofSeconds(10));
    manual.pass(Duration.ofMillis(10));
    flushed.join();
    assertEquals(1, pluto.points().size());
  }

  @Test
  void oneThatIsCancelledAfterEachResumeIsNotResumedByTheLibrary() {
    cancelled();
    turns(2);
    ActiveRun again = cancelled();
    turns(2);
    assertTrue(again.isCancelled());
    assertEquals(2, heartbeats());
    assertEquals(2, pluto.received(RESUME).size(), "those of the program");
  }

  @Test
  void aFinishThatFailsBringsNoHeartbeatsBack() {
    ActiveRun run = cancelled();
    pluto.answerNext(RunServer.STATUS, Answers.error(401, "no"));
    assertThrows(UnauthorizedException.class, run::finish);
    turns(2);
    assertEquals(1, heartbeats());
  }
}
