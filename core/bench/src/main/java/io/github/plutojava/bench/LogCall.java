package io.github.plutojava.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * Logs by one or more threads, in bursts that a buffer can hold, and waits after each until all is
 * taken. So points are taken while others are logged, and no call waits for room. Two readings of
 * the clock take as long as a call, so the calls are timed by the hundred.
 *
 * <p>Prints how many nanoseconds half of the calls take at most (of each hundred, the mean), how
 * many 99 of 100 do, and the bytes that a call allocates on its thread. Arguments: contender, base
 * URL, threads, seconds to warm up, seconds to measure.
 */
final class LogCall {
  private static final int BURST = 200_000;
  private static final int TIMED_STEPS = 10;
  private static final int TIMED = TIMED_STEPS * Workload.METRICS;
  private static final int MOST_TIMES = 1 << 20;

  private final PointLog log;
  private final int hundreds;
  private final CyclicBarrier barrier;
  private final long end;
  private volatile boolean isOver;

  private LogCall(PointLog log, int threads, long seconds) {
    this.log = log;
    hundreds = BURST / TIMED / threads;
    barrier = new CyclicBarrier(threads, this::afterBurst);
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  public static void main(String[] args) throws Exception {
    PointLog log = log(ContenderKind.valueOf(args[0]), args[1]);
    int threads = Integer.parseInt(args[2]);
    new LogCall(log, threads, Long.parseLong(args[3])).run(threads);
    System.out.println(new LogCall(log, threads, Long.parseLong(args[4])).run(threads));
    System.exit(0);
  }

  private static PointLog log(ContenderKind kind, String url) {
    return switch (kind) {
      case PLUTO -> new PlutoLog(url);
      case ANNOTATED -> new AnnotatedLog(url);
      case QUEUE -> new QueueLog();
      default -> throw new IllegalArgumentException(kind.label() + " does not log");
    };
  }

  private String run(int threads) throws InterruptedException {
    Caller[] callers = new Caller[threads];
    for (int i = 0; i < threads; i++) {
      callers[i] = new Caller();
      callers[i].start();
    }
    for (Caller caller : callers) {
      caller.join();
    }
    double[] nanos = Arrays.stream(callers).flatMapToDouble(Caller::nanos).sorted().toArray();
    long bytes = Arrays.stream(callers).mapToLong(caller -> caller.bytes).sum();
    double calls = (double) nanos.length * TIMED;
    return nanos[nanos.length / 2] + " " + nanos[nanos.length * 99 / 100] + " " + bytes / calls;
  }

  private void afterBurst() {
    try {
      log.drain();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    isOver = System.nanoTime() > end;
  }

  private final class Caller extends Thread {
    private final long[] times = new long[MOST_TIMES];
    private int count;
    private long bytes;

    java.util.stream.DoubleStream nanos() {
      return Arrays.stream(times, 0, count).mapToDouble(nanos -> (double) nanos / TIMED);
    }

    @Override
    public void run() {
      try {
        long step = 0;
        do {
          step = burst(step);
          barrier.await();
        } while (!isOver && count + hundreds <= MOST_TIMES);
      } catch (Exception e) {
        e.printStackTrace();
        System.exit(1);
      }
    }

    private long burst(long firstStep) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long bytesBefore = threads.getThreadAllocatedBytes(getId());
      long step = firstStep;
      for (int i = 0; i < hundreds; i++) {
        long start = System.nanoTime();
        for (long end = step + TIMED_STEPS; step < end; step++) {
          for (int metric = 0; metric < Workload.METRICS; metric++) {
            log.log(step, Workload.name(metric), Workload.value(step, metric));
          }
        }
        times[count++] = System.nanoTime() - start;
      }
      bytes += threads.getThreadAllocatedBytes(getId()) - bytesBefore;
      return step;
    }
  }
}
