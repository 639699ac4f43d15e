package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.HeldAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who finds the buffer full waits for a stated time, and is told then. */
class FullBufferTest extends RunTest {
  private HeldAnswers held;

  /** A run with room for two points, which has two, and whose points are not answered. */
  private ActiveRun openAndFill(Duration wait) throws InterruptedException {
    ActiveRun run = openWithRoomForTwo(wait);
    fill(run);
    return run;
  }

  private ActiveRun openWithRoomForTwo(Duration wait) {
    return open(
        options().maxBufferedPoints(2).fullBufferWait(wait).closeTimeout(Duration.ZERO).build());
  }

  private void fill(ActiveRun run) throws InterruptedException {
    held = closeLater(new HeldAnswers(pluto, RunServer.INGEST));
    run.log(1, "loss", 0.5);
    run.log(2, "loss", 0.5);
    held.awaitRequest();
  }

  /** A call that waits for room on a thread of its own. */
  private static final class Waiting {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean flag;

    Waiting(Executable call) {
      thread =
          new Thread(
              () -> {
                try {
                  call.execute();
                } catch (Throwable e) {
                  failure.set(e);
                }
                flag = Thread.currentThread().isInterrupted();
              });
      thread.start();
      Await.until(
          "it waits",
          () ->
              thread.getState() == Thread.State.WAITING
                  || thread.getState() == Thread.State.TIMED_WAITING);
    }

    Throwable end() throws InterruptedException {
      thread.join(10_000);
      assertFalse(thread.isAlive());
      return failure.get();
    }
  }

  @Test
  void withoutAWaitEachCallIsToldAtOnceHowManyPointsOfItsAreNotLogged() throws Exception {
    ActiveRun run = openAndFill(Duration.ZERO);
    UndeliveredException one =
        assertThrows(UndeliveredException.class, () -> run.log(3, "loss", 0.5));
    assertEquals(1, one.undelivered());
    assertEquals(0, one.refused());
    assertEquals(
        "the buffer of the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project' is full:"
            + " 2 points wait (maxBufferedPoints), and within 0 s (fullBufferWait) there was no"
            + " room for 1 point, so it was not logged",
        one.getMessage());
    UndeliveredException two =
        assertThrows(UndeliveredException.class, () -> run.log(3, Map.of("a", 1, "b", 2)));
    assertEquals(2, two.undelivered());
    assertEquals(2, run.stats().logged());
    held.answer();
    run.flush(Duration.ofSeconds(10));
    run.log(4, "loss", 0.5);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of("loss"), pluto.names()); // Not those of points that were not logged.
    assertEquals(3, pluto.points().size());
  }

  @Test
  void namesNoFailureThatIsOver() throws Exception {
    pluto.answerNext(RunServer.INGEST, Answers.error(503, "Service Unavailable"));
    ActiveRun run = openWithRoomForTwo(Duration.ZERO);
    run.log(1, "loss", 0.5);
    run.flush(Duration.ofSeconds(10));
    assertEquals(1, run.stats().failedRequests());
    fill(run);
    assertNull(assertThrows(UndeliveredException.class, () -> run.log(3, "loss", 0.5)).getCause());
  }

  @Test
  void tryLogNeverWaits() throws Exception {
    ActiveRun run = openAndFill(Duration.ofMinutes(10));
    assertFalse(run.tryLog(3, "acc", 0.5));
    Thread.currentThread().interrupt();
    assertFalse(run.tryLog(3, "acc", 0.5));
    assertTrue(Thread.interrupted());
    held.answer();
    run.flush(Duration.ofSeconds(10));
    assertTrue(run.tryLog(3, "acc", 0.5));
    run.flush(Duration.ofSeconds(10));
    assertEquals(3, run.stats().accepted());
  }

  @Test
  void afterTheWaitTheCallIsToldWhy() {
    pluto.answerAll(RunServer.INGEST, request -> new MockResponse().setResponseCode(503));
    ActiveRun run =
        open(
            options()
                .maxBufferedPoints(1)
                .fullBufferWait(Duration.ofMillis(100))
                .closeTimeout(Duration.ZERO)
                .build());
    run.log(1, "loss", 0.5);
    Await.until("a failure", () -> run.stats().failedRequests() > 0 && !problems.isEmpty());
    long begun = System.nanoTime();
    UndeliveredException e =
        assertThrows(UndeliveredException.class, () -> run.log(2, "loss", 0.5));
    assertTrue(System.nanoTime() - begun >= Duration.ofMillis(100).toNanos());
    assertEquals(1, e.undelivered());
    assertEquals(503, assertInstanceOf(PlutoApiException.class, e.getCause()).status());
    assertEquals(1, run.stats().logged());
  }

  @Test
  void thoseWhoWaitGoOnWhenThereIsRoom() throws Exception {
    ActiveRun run = openAndFill(Duration.ofMinutes(10));
    List<Waiting> waiting = new ArrayList<>();
    waiting.add(new Waiting(() -> run.log(3, Map.of("loss", 1, "acc", 2))));
    for (int i = 4; i < 12; i++) {
      int step = i;
      waiting.add(new Waiting(() -> run.log(step, "loss", 0.5)));
    }
    assertEquals(2, run.stats().logged());
    held.answer();
    for (Waiting each : waiting) {
      assertNull(each.end());
    }
    run.flush(Duration.ofSeconds(10));
    assertEquals(new RunStats(12, 12, 0, 0, 0), run.stats());
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    ActiveRun run = openAndFill(Duration.ofMinutes(10));
    Waiting waiting = new Waiting(() -> run.log(3, Map.of("a", 1, "b", 2)));
    waiting.thread.interrupt();
    UndeliveredException e = assertInstanceOf(UndeliveredException.class, waiting.end());
    assertTrue(waiting.flag);
    assertEquals(2, e.undelivered());
    assertTrue(e.getMessage().startsWith("the thread was interrupted"), e.getMessage());
    assertEquals(2, run.stats().logged());
  }

  @Test
  void anInterruptBeforeEndsItToo() throws Exception {
    ActiveRun run = openAndFill(Duration.ofMinutes(10));
    Thread.currentThread().interrupt();
    UndeliveredException e =
        assertThrows(UndeliveredException.class, () -> run.log(3, "loss", 0.5));
    assertTrue(Thread.interrupted());
    assertEquals(1, e.undelivered());
    held.answer();
    run.flush(Duration.ofSeconds(10));
    Thread.currentThread().interrupt();
    run.log(4, "loss", 0.5); // There is room, so there is no wait to be ended.
    assertTrue(Thread.interrupted());
    run.flush(Duration.ofSeconds(10));
    assertEquals(3, run.stats().accepted());
  }

  @Test
  void aCloseEndsTheWait() throws Exception {
    ActiveRun run = openAndFill(Duration.ofMinutes(10));
    Waiting one = new Waiting(() -> run.log(3, "loss", 0.5));
    Waiting two = new Waiting(() -> run.log(3, Map.of("a", 1)));
    run.close();
    assertInstanceOf(IllegalStateException.class, one.end());
    IllegalStateException e = assertInstanceOf(IllegalStateException.class, two.end());
    assertEquals(
        "cannot log to the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project': it was"
            + " ended or closed; resume it again",
        e.getMessage());
    assertEquals(2, run.stats().logged());
  }

  /** While close still delivers what was logged before. */
  @Test
  void aCloseThatDeliversEndsItToo() throws Exception {
    held = closeLater(new HeldAnswers(pluto, RunServer.INGEST));
    ActiveRun run =
        open(options().maxBufferedPoints(1).fullBufferWait(Duration.ofMinutes(10)).build());
    run.log(1, "loss", 0.5);
    Waiting waiting = new Waiting(() -> run.log(2, "loss", 0.5));
    Waiting closing = new Waiting(run::close);
    assertInstanceOf(IllegalStateException.class, waiting.end());
    assertThrows(IllegalStateException.class, () -> run.tryLog(3, "loss", 0.5));
    held.answer();
    assertNull(closing.end());
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
  }
}
