package io.github.plutojava;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.delivery.Time;
import java.util.concurrent.Future;

/** The time of a client's open runs, as deliveries want it. */
record DeliveryTime(RunThreads threads, Timing.Date date) implements Time {
  @Override
  public long nanoTime() {
    return threads.nanoTime().getAsLong();
  }

  @Override
  public long millis() {
    return date.millis();
  }

  @Override
  public double random() {
    return threads.random();
  }

  @Override
  public Future<?> schedule(long nanos, Runnable task) {
    return threads.schedule(nanos, task);
  }
}
