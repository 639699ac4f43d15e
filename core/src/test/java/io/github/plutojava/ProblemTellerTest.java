package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Problems are told one at a time and in order, whatever the program's listener does. */
@Tag("run")
class ProblemTellerTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final Executor threads = DaemonThreads.bounded("Pluto problem", 8);
  private final List<PlutoException> told = new CopyOnWriteArrayList<>();

  private ProblemTeller teller(Consumer<PlutoException> listener) {
    return new ProblemTeller("run 1", listener, threads, () -> {});
  }

  private static PlutoException problem(String message) {
    return new PlutoResponseException(message);
  }

  @Test
  void oneAtATimeAndInOrder() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ProblemTeller teller =
        teller(
            problem -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              told.add(problem);
              inside.decrementAndGet();
            });
    List<PlutoException> problems = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      problems.add(problem("no. " + i));
      teller.tell(problems.get(i));
    }
    teller.awaitTold(LONG);
    assertEquals(problems, told);
    assertEquals(1, most.get());
  }

  @Test
  void aListenerThatThrowsOrLeavesAnInterruptIsToldTheNext() throws InterruptedException {
    List<Boolean> interrupts = new CopyOnWriteArrayList<>();
    ProblemTeller teller =
        teller(
            problem -> {
              told.add(problem);
              interrupts.add(Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
              switch (told.size()) {
                case 1 -> throw new IllegalStateException("the program's");
                case 2 -> throw new AssertionError("the program's");
                default -> throw ServerTest.<RuntimeException>unchecked(new Exception("Kotlin's"));
              }
            });
    for (int i = 0; i < 4; i++) {
      teller.tell(problem("no. " + i));
    }
    teller.awaitTold(LONG);
    assertEquals(4, told.size());
    assertEquals(List.of(false, false, false, false), interrupts);
  }

  @Test
  void aThousandWaitAndTheRestIsToldAsOne() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    ProblemTeller teller =
        teller(
            problem -> {
              told.add(problem);
              begun.countDown();
              Await.until("it goes on", () -> goOn.getCount() == 0);
            });
    teller.tell(problem("the first"));
    Await.latch("it is told", begun);
    PlutoException last = problem("the last");
    for (int i = 0; i < 1000; i++) {
      teller.tell(problem("no. " + i));
    }
    for (int i = 0; i < 200; i++) {
      teller.tell(new UndeliveredException("lost", 3, 2, null));
    }
    teller.tell(last);
    long begin = System.nanoTime();
    teller.awaitTold(TimeUnit.MILLISECONDS.toNanos(10));
    assertTrue(System.nanoTime() - begin < LONG, "it waits no longer than it is to");
    assertEquals(1, told.size());
    goOn.countDown();
    teller.awaitTold(LONG);
    assertEquals(1002, told.size());
    UndeliveredException sum = assertInstanceOf(UndeliveredException.class, told.get(1001));
    assertEquals(
        "201 more problems of run 1 came faster than onProblem took them, of which this is the sum;"
            + " the cause is the last of them",
        sum.getMessage());
    assertEquals(600, sum.undelivered());
    assertEquals(400, sum.refused());
    assertSame(last, sum.getCause());
    teller.tell(problem("later"));
    teller.awaitTold(LONG);
    assertEquals(1003, told.size());
  }

  @Test
  void aListenerThatClosesItsRunDoesNotWaitForItself() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    ProblemTeller[] teller = new ProblemTeller[1];
    teller[0] =
        teller(
            problem -> {
              try {
                teller[0].awaitTold(TimeUnit.HOURS.toNanos(1));
                ended.countDown();
              } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts it", e);
              }
            });
    teller[0].tell(problem("one"));
    Await.latch("it ends", ended);
  }

  @Test
  void ifThereIsNoThreadTheNextProblemTriesAgain() throws InterruptedException {
    AtomicInteger tries = new AtomicInteger();
    ProblemTeller teller =
        new ProblemTeller(
            "run 1",
            told::add,
            task -> {
              if (tries.incrementAndGet() == 1) {
                throw new RejectedExecutionException("no thread can be made");
              }
              threads.execute(task);
            },
            () -> {});
    teller.tell(problem("one"));
    teller.awaitTold(LONG);
    assertEquals(0, told.size());
    teller.tell(problem("two"));
    teller.awaitTold(LONG);
    assertEquals(2, told.size());
  }
}
