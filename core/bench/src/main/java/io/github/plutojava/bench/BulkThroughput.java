package io.github.plutojava.bench;

import io.github.plutojava.BulkResumer;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Resumes many runs in bulk and, for comparison in the same JVM, by 64 asynchronous calls of which
 * each begins the next. Prints both, in calls a second, and the heap in use near the beginning of a
 * batch and at its end, in bytes. Arguments: base URL, how many runs.
 */
final class BulkThroughput {
  private static final int IN_FLIGHT = 64;
  private static final int ROUNDS = 3;

  private final RunsApi runs;
  private final int count;
  private long heapSoon;
  private long heapAtTheEnd;

  private BulkThroughput(RunsApi runs, int count) {
    this.runs = runs;
    this.count = count;
  }

  public static void main(String[] args) throws Exception {
    try (PlutoClient pluto =
        PlutoClient.builder().apiKey(Contender.API_KEY).baseUrl(args[0]).build()) {
      BulkThroughput throughput = new BulkThroughput(pluto.runs(), Integer.parseInt(args[1]));
      throughput.async(); // Warms up, as the first batch does.
      throughput.bulk();
      double async = 0;
      double bulk = 0;
      for (int round = 0; round < ROUNDS; round++) {
        async += throughput.async() / ROUNDS;
        bulk += throughput.bulk() / ROUNDS;
      }
      System.out.println(
          async + " " + bulk + " " + throughput.heapSoon + " " + throughput.heapAtTheEnd);
    }
  }

  private double async() throws InterruptedException {
    long start = System.nanoTime();
    AtomicInteger toBegin = new AtomicInteger(count);
    CountDownLatch toEnd = new CountDownLatch(count);
    for (int i = 0; i < IN_FLIGHT; i++) {
      startNext(toBegin, toEnd);
    }
    toEnd.await();
    return rate(start);
  }

  private void startNext(AtomicInteger toBegin, CountDownLatch toEnd) {
    if (toBegin.getAndDecrement() > 0) {
      CompletableFuture<?> unused =
          runs.resumeAsync(ResumeTarget.byDisplayId(Contender.DISPLAY_ID))
              .whenComplete(
                  (run, failure) -> {
                    if (failure != null) {
                      failure.printStackTrace();
                      System.exit(1);
                    }
                    toEnd.countDown();
                    startNext(toBegin, toEnd);
                  });
    }
  }

  private double bulk() throws InterruptedException {
    Iterable<ResumeTarget> targets =
        () ->
            IntStream.range(0, count)
                .<ResumeTarget>mapToObj(i -> ResumeTarget.byDisplayId(Contender.DISPLAY_ID))
                .iterator();
    int[] outcomes = new int[1];
    long start = System.nanoTime();
    BulkResumer.Summary summary =
        new BulkResumer(runs, IN_FLIGHT)
            .resumeAll(
                targets,
                outcome -> {
                  if (++outcomes[0] == count / 10) {
                    heapSoon = heap();
                  }
                });
    double rate = rate(start);
    heapAtTheEnd = heap();
    if (summary.resumed() != count) {
      throw new IllegalStateException(summary.toString());
    }
    return rate;
  }

  private double rate(long start) {
    return count * 1e9 / (System.nanoTime() - start);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
