package io.github.plutojava.testing;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The usual time, which a test can turn on, and chance that gives what the test says. */
public final class TurnedTime {
  private final AtomicLong turned = new AtomicLong();
  private final PriorityBlockingQueue<Waiting> waiting =
      new PriorityBlockingQueue<>(11, Comparator.comparingLong((Waiting each) -> each.due));
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private volatile double random;

  private final class Waiting extends FutureTask<Void> {
    private final long due;
    private final long nanos;

    Waiting(Runnable task, long nanos) {
      super(task, null);
      this.nanos = nanos;
      due = nanoTime() + nanos;
    }

    @Override
    protected void done() {
      waiting.remove(this);
    }
  }

  /**
   * What full jitter takes of its bound, from 0 on; 0 until it is set, so that retries are quick.
   */
  public void setRandom(double random) {
    this.random = random;
  }

  private long nanoTime() {
    return System.nanoTime() + turned.get();
  }

  public Timing timing() {
    return new Timing(
        this::nanoTime,
        () -> Instant.now().plusNanos(turned.get()),
        () -> random,
        new Timing.Waiter() {
          @Override
          public void await(CallState call, long nanos) throws InterruptedException {
            call.await(nanos);
          }

          @Override
          @SuppressWarnings("FutureReturnValueIgnored") // A task that is over runs no second time.
          public Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next) {
            waits.add(Duration.ofNanos(nanos));
            Waiting task = new Waiting(next, nanos);
            waiting.add(task);
            timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return task;
          }
        });
  }

  /** Lets so much time pass at once, and what is due in it happen. */
  public void turn(Duration duration) {
    long now = nanoTime() + duration.toNanos();
    turned.addAndGet(duration.toNanos());
    List<Waiting> due = new ArrayList<>();
    for (Waiting next = waiting.peek(); next != null && next.due <= now; next = waiting.peek()) {
      if (waiting.remove(next)) {
        due.add(next);
      }
    }
    due.forEach(FutureTask::run);
  }

  /** Returns whether something waits that is due within these limits. */
  public boolean hasWait(Duration from, Duration to) {
    return hasWait(from, to, Duration.ofDays(1000));
  }

  /** As {@link #hasWait}, of waits that are shorter than {@code most} as a whole. */
  public boolean hasWait(Duration from, Duration to, Duration most) {
    long now = nanoTime();
    return waiting.stream()
        .filter(each -> each.nanos < most.toNanos())
        .anyMatch(each -> each.due - now >= from.toNanos() && each.due - now <= to.toNanos());
  }

  /** Returns whether something waits whose whole wait is exactly this long. */
  public boolean hasWaitOf(Duration whole) {
    return waiting.stream().anyMatch(each -> each.nanos == whole.toNanos());
  }

  /** All waits that have begun, in order. */
  public List<Duration> waits() {
    return List.copyOf(waits);
  }
}
