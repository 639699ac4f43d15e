package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** For how long a delivery keeps a thread for itself. */
class TurnTest implements Time, Carrier {
  private static final Duration REQUEST = Duration.ofMillis(60);

  private final World problems = new World();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private Duration request = REQUEST;
  private Executor sending = tasks::add;
  private int requests;
  private int interrupted;
  private boolean nextLeavesItsFlag;
  private long nanos;

  private Delivery delivery = deliveryOn(task -> sending.execute(task));

  private Delivery deliveryOn(Executor executor) {
    return new Delivery(
        World.settings(500_000, World.MINUTE), this, problems, this, executor, Runnable::run);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public long millis() {
    return World.DATE + nanos / 1_000_000;
  }

  @Override
  public double random() {
    return 0.5;
  }

  @Override
  public Future<?> schedule(long nanos, Runnable task) {
    return new CompletableFuture<>();
  }

  @Override
  public Verdict send(Body body, Duration limit) {
    requests++;
    interrupted += Thread.interrupted() ? 1 : 0;
    nanos += request.toNanos();
    if (nextLeavesItsFlag) {
      nextLeavesItsFlag = false;
      Thread.currentThread().interrupt();
    }
    return Verdict.accepted(body.points());
  }

  @Override
  public Verdict register(List<String> names, Duration limit) {
    return Verdict.accepted(-1);
  }

  /** Logs so many points of a name that is registered already, and flushes them. */
  private void flush(int points) {
    delivery.register(List.of("a"));
    World.ignore(delivery.flush(World.MINUTE));
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    World.log(delivery, 0, points);
    World.ignore(delivery.flush(World.MINUTE));
  }

  @Test
  void batchesThatFollowOneAnotherShareATask() {
    request = Duration.ofMillis(1);
    flush(45_000);
    assertEquals(1, tasks.size());
    tasks.remove().run();
    assertEquals(5, requests);
    assertEquals(0, tasks.size());
  }

  @Test
  void afterATenthOfASecondItIsSomebodyElsesTurn() {
    flush(45_000);
    tasks.remove().run();
    assertEquals(2, requests);
    assertEquals(1, tasks.size());
    tasks.remove().run();
    tasks.remove().run();
    assertEquals(5, requests);
    assertEquals(0, tasks.size());
    assertEquals(new Account(45_000, 45_000, 0, 0, 0), delivery.account());
  }

  @Test
  void ifNoOtherThreadCanBeHadItGoesOn() {
    flush(45_000);
    sending =
        task -> {
          throw new RejectedExecutionException();
        };
    tasks.remove().run();
    assertEquals(5, requests);
    assertEquals(new Account(45_000, 45_000, 0, 0, 0), delivery.account());
  }

  @Test
  void aFlagThatARequestLeavesDoesNotReachTheNext() {
    flush(15_000);
    nextLeavesItsFlag = true;
    tasks.remove().run();
    assertEquals(2, requests);
    assertEquals(0, interrupted);
  }

  @Test
  void itIsNobodyElsesTurnWhileNobodyWaits() {
    BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    delivery =
        deliveryOn(
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, waiting) {
              @Override
              public void execute(Runnable task) {
                tasks.add(task);
              }
            });
    flush(45_000);
    waiting.add(() -> {});
    tasks.remove().run();
    assertEquals(2, requests);
    waiting.clear();
    tasks.remove().run();
    assertEquals(5, requests);
    assertEquals(0, tasks.size());
  }
}
