package io.github.plutojava.testing;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;

/** Time that passes when a test says so, with all that is due by then. */
public final class ManualTime {
  private record Task(long due, FutureTask<?> work) {}

  private final List<Task> tasks = new ArrayList<>();
  private long nanos;

  public Timing timing() {
    return new Timing(
        this::nanos,
        () -> Instant.parse("2026-11-24T12:00:00Z").plusNanos(nanos()),
        () -> 0.5,
        new Timing.Waiter() {
          @Override
          public void await(CallState call, long wait) {
            throw new AssertionError("nothing waits on its thread");
          }

          @Override
          public Future<?> schedule(ScheduledExecutorService timer, long wait, Runnable next) {
            return add(wait, next);
          }
        });
  }

  private synchronized long nanos() {
    return nanos;
  }

  private synchronized Future<?> add(long wait, Runnable next) {
    FutureTask<?> work = new FutureTask<>(next, null);
    tasks.add(new Task(nanos + wait, work));
    tasks.sort(Comparator.comparing(Task::due));
    return work;
  }

  /** Returns how long it is until each of the tasks that wait. */
  public synchronized List<Duration> planned() {
    tasks.removeIf(task -> task.work.isCancelled());
    return tasks.stream().map(task -> Duration.ofNanos(task.due - nanos)).toList();
  }

  /** Lets time pass, and does what is due by then. */
  public void pass(Duration duration) {
    long end = nanos() + duration.toNanos();
    for (Task task = nextUntil(end); task != null; task = nextUntil(end)) {
      task.work.run();
    }
  }

  private synchronized Task nextUntil(long end) {
    Task task = tasks.isEmpty() || tasks.get(0).due > end ? null : tasks.remove(0);
    nanos = Math.max(nanos, task == null ? end : task.due);
    return task;
  }
}
