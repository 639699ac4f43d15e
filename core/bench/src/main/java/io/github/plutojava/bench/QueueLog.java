package io.github.plutojava.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What one would write: a queue of records, and a thread that takes 10,000 at a time out of it, as
 * a sender does. Like the library, it notes the time of each call. A queue that is full would throw
 * away points, and so is a mistake of the benchmark.
 */
final class QueueLog implements PointLog {
  /** As many as the library's buffer holds. */
  private static final int CAPACITY = 500_000;

  private static final int BATCH = 10_000;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private record Point(long time, long step, String name, double value) {}

  private final BlockingQueue<Point> queue = new ArrayBlockingQueue<>(CAPACITY);

  QueueLog() {
    Thread taker = new Thread(this::take);
    taker.setDaemon(true);
    taker.start();
  }

  private void take() {
    List<Point> batch = new ArrayList<>(BATCH);
    while (true) {
      if (queue.drainTo(batch, BATCH) < BATCH) {
        LockSupport.parkNanos(PAUSE);
      }
      batch.clear();
    }
  }

  @Override
  public void log(long step, String name, double value) {
    if (!queue.offer(new Point(System.currentTimeMillis(), step, name, value))) {
      throw new IllegalStateException("the queue is full");
    }
  }

  @Override
  public void drain() throws InterruptedException {
    while (!queue.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
