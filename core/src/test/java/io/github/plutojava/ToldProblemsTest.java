package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** Problems are told one at a time, on a thread that nothing else waits for. */
class ToldProblemsTest extends RunTest {
  private static final MockResponse UNAVAILABLE = new MockResponse().setResponseCode(503);

  /** So that no retry waits. */
  @Override
  protected PlutoClient.Builder builder() {
    Timing system = Timing.SYSTEM;
    return super.builder()
        .timing(new Timing(system.nanoTime(), system.now(), () -> 0, system.waiter()));
  }

  private ActiveRun open(Consumer<PlutoException> listener) {
    return open(options().onProblem(listener).build());
  }

  private static void await(CountDownLatch latch) {
    try {
      Await.latch("a latch", latch);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachFailedDeliveryIsTold() {
    pluto.answerNext(RunServer.INGEST, UNAVAILABLE, new MockResponse().setResponseCode(429));
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    run.flush(Duration.ofSeconds(10));
    Await.until("both are told", () -> problems.size() == 2);
    assertInstanceOf(ServerErrorException.class, problems.get(0));
    assertInstanceOf(RateLimitedException.class, problems.get(1));
    assertTrue(
        problems.get(0).getMessage().startsWith("could not log a point to the run with ID 1"),
        problems.get(0).getMessage());
    assertEquals(new RunStats(1, 1, 0, 0, 2), run.stats());
  }

  @Test
  void theListenerMayThrowAnything() throws Exception {
    AtomicInteger told = new AtomicInteger();
    ProblemTeller teller =
        new ProblemTeller(
            "the run",
            problem -> {
              assertFalse(Thread.currentThread().isInterrupted());
              switch (told.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("the user's");
                case 2 -> throw new AssertionError("the user's");
                default -> Thread.currentThread().interrupt();
              }
            },
            task -> new Thread(task).start(),
            () -> {});
    for (int i = 0; i < 4; i++) {
      teller.tell(new PlutoResponseException("" + i));
    }
    teller.awaitTold(Duration.ofSeconds(10).toNanos());
    assertEquals(4, told.get());
  }

  @Test
  void theListenerMayCallTheRun() throws Exception {
    pluto.answerNext(RunServer.INGEST, UNAVAILABLE);
    CountDownLatch isDone = new CountDownLatch(1);
    CountDownLatch isOpen = new CountDownLatch(1);
    AtomicReference<ActiveRun> opened = new AtomicReference<>();
    ActiveRun run =
        open(
            problem -> {
              await(isOpen);
              opened.get().log(2, "problems", 1);
              opened.get().flush(Duration.ofSeconds(10));
              opened.get().stats();
              isDone.countDown();
            });
    opened.set(run);
    isOpen.countDown();
    run.log(1, "loss", 0.5);
    Await.latch("the listener", isDone);
    assertEquals(2, run.stats().accepted());
  }

  @Test
  void aListenerThatBlocksHoldsUpNothing() throws Exception {
    pluto.answerNext(RunServer.INGEST, UNAVAILABLE, UNAVAILABLE);
    CountDownLatch isTold = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    Queue<String> threads = new ConcurrentLinkedQueue<>();
    ActiveRun run =
        open(
            problem -> {
              threads.add(Thread.currentThread().getName());
              isTold.countDown();
              await(mayReturn);
            });
    run.log(1, "loss", 0.5);
    Await.latch("the listener", isTold);
    run.flush(Duration.ofSeconds(10));
    assertEquals(new RunStats(1, 1, 0, 0, 2), run.stats());
    assertEquals(1, threads.size()); // One at a time.
    mayReturn.countDown();
    Await.until("the other is told", () -> threads.size() == 2);
    assertEquals(Set.of("Pluto problem"), Set.copyOf(threads));
  }

  @Test
  void whatIsNoPlutoExceptionIsWrapped() {
    IllegalArgumentException bug = new IllegalArgumentException("a bug of the key supplier's");
    AtomicInteger asked = new AtomicInteger();
    PlutoClient client =
        closeLater(
            builder()
                .apiKey(
                    () -> {
                      if (asked.incrementAndGet() > 1) {
                        throw bug;
                      }
                      return KEY;
                    })
                .build());
    ActiveRun run = closeLater(client.resume(MMP_1, options().closeTimeout(Duration.ZERO).build()));
    run.log(1, "loss", 0.5);
    Await.until("it is told", () -> !problems.isEmpty());
    UndeliveredException problem = assertInstanceOf(UndeliveredException.class, problems.get(0));
    assertEquals(0, problem.undelivered());
    Set<Throwable> causes = ConcurrentHashMap.newKeySet();
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    assertTrue(causes.contains(bug), causes.toString());
    assertEquals(1, run.stats().waiting());
  }

  /** Puts more problems in than wait, while the listener holds up the first. */
  @Test
  void atMost1000WaitAndTheRestIsASum() throws Exception {
    CountDownLatch mayReturn = new CountDownLatch(1);
    CountDownLatch isTold = new CountDownLatch(1);
    Queue<PlutoException> told = new ConcurrentLinkedQueue<>();
    ProblemTeller teller =
        new ProblemTeller(
            "the run",
            problem -> {
              told.add(problem);
              isTold.countDown();
              await(mayReturn);
            },
            task -> new Thread(task).start(),
            () -> {});
    PlutoException first = new PlutoResponseException("0");
    teller.tell(first);
    Await.latch("the first", isTold);
    for (int i = 1; i <= 1000; i++) {
      teller.tell(new PlutoResponseException("" + i));
    }
    teller.tell(new UndeliveredException("refused", 1, 1, null));
    teller.tell(new UndeliveredException("lost", 5, 5, null));
    teller.tell(new UndeliveredException("waiting", 2, 0, null));
    PlutoException last = new PlutoResponseException("last");
    teller.tell(last);
    assertEquals(1, told.size());
    teller.awaitTold(1);
    mayReturn.countDown();
    teller.awaitTold(Duration.ofSeconds(10).toNanos());
    List<PlutoException> all = List.copyOf(told);
    assertEquals(1002, all.size());
    assertSame(first, all.get(0));
    for (int i = 0; i <= 1000; i++) {
      assertEquals("" + i, all.get(i).getMessage());
    }
    UndeliveredException sum = assertInstanceOf(UndeliveredException.class, all.get(1001));
    assertEquals(8, sum.undelivered());
    assertEquals(6, sum.refused());
    assertSame(last, sum.getCause());
    assertTrue(sum.getMessage().startsWith("4 more problems of the run"), sum.getMessage());
    teller.tell(first);
    teller.awaitTold(Duration.ofSeconds(10).toNanos());
    assertEquals(1003, told.size()); // The sum begins anew.
  }

  @Test
  void aProblemThatFoundNoThreadIsToldWithTheNext() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ProblemTeller teller =
        new ProblemTeller(
            "the run",
            problems::add,
            task -> {
              if (asked.incrementAndGet() == 1) {
                throw new RejectedExecutionException();
              }
              task.run();
            },
            () -> {});
    teller.tell(new PlutoResponseException("1"));
    assertTrue(problems.isEmpty());
    teller.tell(new PlutoResponseException("2"));
    assertEquals(List.of("1", "2"), problems.stream().map(Throwable::getMessage).toList());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
