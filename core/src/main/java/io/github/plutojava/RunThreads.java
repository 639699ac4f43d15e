package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.call.Timing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The threads of a client's open runs, all of them daemons. None are OkHttp's, which allows few
 * calls to one host at a time, and self-hosted Pluto is three ports of one host. Each job has its
 * own, so that heartbeats wait neither for batches nor for users' code.
 */
final class RunThreads {
  private static final int DELIVERIES = 64;
  private static final int HEARTBEATS = 8;
  private static final int REVIVALS = 8;
  private static final int PROBLEMS = 8;
  private static final int ENDS = 64;

  private final Executor deliveries = DaemonThreads.bounded("Pluto delivery", DELIVERIES);
  private final Executor heartbeats = DaemonThreads.bounded("Pluto heartbeat", HEARTBEATS);
  private final Executor revivals = DaemonThreads.bounded("Pluto run revival", REVIVALS);
  private final Executor problems = DaemonThreads.bounded("Pluto problem", PROBLEMS);
  private final Executor ends = DaemonThreads.bounded("Pluto run end", ENDS);
  private final Timing timing;
  private final ScheduledExecutorService timer;

  RunThreads(Timing timing, ScheduledExecutorService timer) {
    this.timing = timing;
    this.timer = timer;
  }

  /** For batches and names: they block. */
  Executor deliveries() {
    return deliveries;
  }

  Executor heartbeats() {
    return heartbeats;
  }

  /** For what a heartbeat calls for, which can take long. */
  Executor revivals() {
    return revivals;
  }

  /** For what users want to be told. */
  Executor problems() {
    return problems;
  }

  /** For what follows a flush or a close within the library. */
  Executor ends() {
    return ends;
  }

  LongSupplier nanoTime() {
    return timing.nanoTime();
  }

  Timing.Date date() {
    return timing.now();
  }

  double random() {
    return timing.random().getAsDouble();
  }

  /** Runs what takes no time after a wait. Once the client is closed, nothing runs. */
  Future<?> schedule(long nanos, Runnable task) {
    try {
      return timing.waiter().schedule(timer, nanos, task);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
