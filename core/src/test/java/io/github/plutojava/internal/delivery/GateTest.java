package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that wait for room: they are threads of their own; all else stays on the test's. */
class GateTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery(World.settings(4, World.MINUTE));
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void noCallerIsLeft() throws InterruptedException {
    delivery.close();
    for (Thread thread : threads) {
      thread.join(Await.MOST_MILLIS);
      assertFalse(thread.isAlive());
    }
  }

  /** A call of {@code log} that waits for room. */
  private final class Caller {
    final FutureTask<Logged> call;
    final Thread thread;

    Caller(Callable<Logged> log) {
      call = new FutureTask<>(log);
      thread = new Thread(call, "caller");
      threads.add(thread);
      thread.start();
      while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
        LockSupport.parkNanos(100_000);
      }
    }

    boolean isWaiting() {
      return !call.isDone();
    }

    Logged answer() throws InterruptedException, ExecutionException, TimeoutException {
      return call.get(Await.MOST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private Caller point(int step) {
    return new Caller(() -> delivery.log(step, "a", step));
  }

  private Caller points(int count, int step) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "n" + i;
    }
    return new Caller(() -> delivery.log(step, Delivery.NOW, names, new double[count]));
  }

  /** Fills the buffer while the server does not answer. */
  private void fill() {
    world.server = body -> World.fails(Verdict.Kind.PASSING, Duration.ofSeconds(20));
    World.log(delivery, 0, 4);
    world.run();
  }

  private void answer() {
    world.server = body -> Verdict.accepted(body.points());
    world.advance(Duration.ofSeconds(20));
  }

  @Test
  void aCallerWaitsUntilThereIsRoom() throws Exception {
    fill();
    Caller caller = point(9);
    world.advance(Duration.ofSeconds(19));
    assertTrue(caller.isWaiting());
    answer();
    assertEquals(Logged.ADDED, caller.answer());
    world.advance(World.MINUTE);
    assertEquals(List.of(9L), Point.steps(world.last()));
    assertEquals(5, delivery.account().accepted());
  }

  @Test
  void whatWaitsIsSentAtOnceWhileSomebodyWaitsForRoom() throws Exception {
    World.log(delivery, 0, 2);
    Caller one = points(3, 5);
    Caller two = points(3, 6);
    Await.until(
        "both have room, and no time passes",
        () -> {
          world.run();
          return !one.isWaiting() && !two.isWaiting();
        });
    assertEquals(Logged.ADDED, one.answer());
    assertEquals(Logged.ADDED, two.answer());
    assertEquals(0, world.elapsedMillis());
  }

  @Test
  void afterTheWaitThePointIsNotLogged() throws Exception {
    fill();
    world.server = body -> World.fails(Verdict.Kind.KEPT);
    Caller one = point(9);
    Caller many = points(3, 9);
    world.advance(Duration.ofMillis(59_999));
    assertTrue(one.isWaiting() && many.isWaiting());
    world.advance(Duration.ofMillis(1));
    assertEquals(Logged.FULL, one.answer());
    assertEquals(Logged.FULL, many.answer());
    assertEquals(4, delivery.account().logged());
    assertEquals(1, world.alarms(), "only that of the retry");
  }

  @Test
  void withoutAWaitAFullBufferIsToldAtOnce() {
    Delivery hasty = world.delivery(World.settings(2, Duration.ZERO));
    World.log(hasty, 0, 2);
    assertEquals(Logged.FULL, hasty.log(2, "a", 1));
    assertEquals(Logged.FULL, hasty.log(2, 0, new String[] {"a"}, new double[1]));
    assertEquals(2, hasty.account().logged());
  }

  @Test
  void tryLogNeverWaits() {
    fill();
    assertEquals(Logged.FULL, delivery.tryLog(4, "a", 1));
    assertEquals(4, delivery.account().logged());
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
    fill();
    boolean[] flag = {false};
    Caller caller =
        new Caller(
            () -> {
              Logged answer = delivery.log(9, "a", 1);
              flag[0] = Thread.currentThread().isInterrupted();
              return answer;
            });
    caller.thread.interrupt();
    assertEquals(Logged.INTERRUPTED, caller.answer());
    assertTrue(flag[0]);
    assertEquals(4, delivery.account().logged());
    answer();
    assertEquals(Logged.ADDED, delivery.tryLog(5, "a", 1), "nobody waits any more");
  }

  @Test
  void anInterruptedThreadLogsWhileThereIsRoom() {
    Thread.currentThread().interrupt();
    assertEquals(Logged.ADDED, delivery.log(1, "a", 1));
    assertTrue(Thread.interrupted());
  }

  @Test
  void aNewcomerMayPassOnlyWhileThereIsRoomForAllWhoWait() throws Exception {
    world.server = body -> World.fails(Verdict.Kind.PASSING, Duration.ofSeconds(20));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(1));
    Caller large = points(4, 8);
    assertEquals(Logged.FULL, delivery.tryLog(1, "a", 1), "there is room for three, but not so");
    Caller small = point(9);
    assertTrue(large.isWaiting() && small.isWaiting());
    world.server =
        body -> {
          world.server = next -> World.fails(Verdict.Kind.PASSING);
          return Verdict.accepted(body.points());
        };
    world.advance(Duration.ofSeconds(20));
    assertEquals(Logged.ADDED, large.answer());
    assertTrue(small.isWaiting(), "it came later");
    world.server = body -> Verdict.accepted(body.points());
    world.advance(World.MINUTE);
    assertEquals(Logged.ADDED, small.answer());
    world.advance(World.MINUTE);
    assertEquals(List.of(9L), Point.steps(world.last()));
    assertEquals(6, delivery.account().accepted());
  }

  @Test
  void whoGivesUpMakesWayForThoseBehind() throws Exception {
    world.server = body -> World.fails(Verdict.Kind.PASSING, Duration.ofSeconds(20));
    World.log(delivery, 0, 1);
    world.advance(Duration.ofSeconds(1));
    Caller large = points(4, 8);
    Caller small = point(9);
    large.thread.interrupt();
    assertEquals(Logged.INTERRUPTED, large.answer());
    assertEquals(Logged.ADDED, small.answer());
  }

  @Test
  void aNewcomerPassesThoseWhoWaitIfThereIsRoomForAll() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Ledger ledger = new Ledger();
    Gate gate = new Gate(lock, ledger, new Clock(world), World.settings(10, World.MINUTE));
    for (int i = 0; i < 8; i++) {
      ledger.points.add(0, i, i, i);
    }
    Caller waits =
        new Caller(
            () -> {
              lock.lock();
              try {
                return gate.await(4);
              } finally {
                lock.unlock();
              }
            });
    lock.lock();
    try {
      ledger.points.remove(4); // The one who waits does not know yet.
      assertEquals(Logged.ADDED, gate.admit(2));
      assertEquals(Logged.FULL, gate.admit(3));
      gate.changed();
    } finally {
      lock.unlock();
    }
    assertEquals(Logged.ADDED, waits.answer());
    assertEquals(Logged.ADDED, gate.admit(6), "nobody waits any more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shut", "close", "gone"})
  void whatEndsLoggingEndsTheWait(String what) throws Exception {
    fill();
    Caller one = point(9);
    Caller many = points(2, 9);
    switch (what) {
      case "shut" -> delivery.shut();
      case "close" -> delivery.close();
      default -> delivery.gone(new IllegalStateException("gone"));
    }
    Logged expected = what.equals("gone") ? Logged.GONE : Logged.SHUT;
    assertEquals(expected, one.answer());
    assertEquals(expected, many.answer());
    assertEquals(4, delivery.account().logged());
    assertEquals(expected, delivery.log(1, "a", 1));
  }

  @Test
  void whatIsInTheWayIsSentAtOnceIfSomebodyWaits() throws Exception {
    World.log(delivery, 0, 2);
    Caller caller = points(3, 9);
    world.run();
    assertEquals(Logged.ADDED, caller.answer());
    assertEquals(List.of(0L), world.times());
  }

  @Test
  void aPointThatWaitedHasTheTimeOfItsCall() throws Exception {
    fill();
    Caller caller = point(9);
    answer();
    assertEquals(Logged.ADDED, caller.answer());
    world.advance(World.MINUTE);
    assertEquals(World.DATE, Point.of(world.last()).get(0).time());
  }

  @Test
  void manyWhoWaitAllGetIn() throws Exception {
    fill();
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(i % 3 == 0 ? points(3, i) : point(i));
    }
    answer();
    Await.until(
        "all get in",
        () -> {
          world.run();
          return callers.stream().noneMatch(Caller::isWaiting);
        });
    for (Caller caller : callers) {
      assertEquals(Logged.ADDED, caller.answer());
    }
    world.advance(World.MINUTE);
    assertEquals(4 + 7 * 3 + 13, delivery.account().accepted());
  }
}
