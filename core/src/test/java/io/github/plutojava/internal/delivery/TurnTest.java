package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** For how long a delivery keeps a thread for itself. */
class TurnTest implements Time, Carrier {
  private static final Duration REQUEST = Duration.ofMillis(60);

  private final World problems = new World();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private Duration request = REQUEST;
  private int requests;
  private long nanos;

  private final Delivery delivery =
      new Delivery(
          World.settings(500_000, World.MINUTE), this, problems, this, tasks::add, Runnable::run);

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
    nanos += request.toNanos();
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
}
