package io.github.plutojava.testing;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only in waits, and chance that always gives the same. */
public final class FakeTime {
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final double random;

  public FakeTime(double random) {
    this.random = random;
  }

  public Timing timing() {
    return new Timing(
        nanos::get,
        () -> NOW,
        () -> random,
        new Timing.Waiter() {
          @Override
          public void await(CallState call, long wait) {
            waits.add(Duration.ofNanos(wait));
            pass(Duration.ofNanos(wait));
          }

          @Override
          public Future<?> schedule(ScheduledExecutorService timer, long wait, Runnable next) {
            waits.add(Duration.ofNanos(wait));
            pass(Duration.ofNanos(wait));
            next.run();
            return CompletableFuture.completedFuture(null);
          }
        });
  }

  public void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** The waits before retries, in order. */
  public List<Duration> waits() {
    return List.copyOf(waits);
  }
}
