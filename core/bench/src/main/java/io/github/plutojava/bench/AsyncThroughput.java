package io.github.plutojava.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps 64 calls in flight and prints how many end in a second. Arguments: contender, base URL,
 * seconds to warm up, seconds to measure.
 */
final class AsyncThroughput {
  private static final int IN_FLIGHT = 64;

  private final LongAdder done = new LongAdder();

  private AsyncThroughput() {}

  public static void main(String[] args) throws Exception {
    AsyncThroughput throughput = new AsyncThroughput();
    throughput.start(ContenderKind.valueOf(args[0]), args[1]);
    TimeUnit.SECONDS.sleep(Long.parseLong(args[2]));
    long doneBefore = throughput.done.sum();
    long start = System.nanoTime();
    TimeUnit.SECONDS.sleep(Long.parseLong(args[3]));
    long calls = throughput.done.sum() - doneBefore;
    System.out.println(calls * 1e9 / (System.nanoTime() - start));
    System.exit(0);
  }

  private void start(ContenderKind kind, String baseUrl) {
    if (kind == ContenderKind.SOCKET) {
      for (int i = 0; i < IN_FLIGHT; i++) {
        Contender socket = kind.create(baseUrl);
        new Thread(() -> loop(socket)).start();
      }
    } else {
      Contender.Async contender = (Contender.Async) kind.create(baseUrl);
      for (int i = 0; i < IN_FLIGHT; i++) {
        startNext(contender);
      }
    }
  }

  private void loop(Contender contender) {
    try {
      while (true) {
        contender.resume();
        done.increment();
      }
    } catch (Exception e) {
      fail(e);
    }
  }

  private void startNext(Contender.Async contender) {
    CompletableFuture<?> unused =
        contender
            .resumeAsync()
            .thenAccept(
                run -> {
                  done.increment();
                  startNext(contender);
                })
            .exceptionally(
                problem -> {
                  fail(problem);
                  return null;
                });
  }

  /** Ends the program: with a call less in flight, the figure would be another. */
  private static void fail(Throwable problem) {
    problem.printStackTrace();
    System.exit(1);
  }
}
