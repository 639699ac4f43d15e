package io.github.plutojava;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep a program alive that forgot to close its client. */
final class DaemonThreads {
  private static final int IDLE_SECONDS = 10;

  private DaemonThreads() {}

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** A pool without a bound, whose threads end when they have been idle for a while. */
  static ExecutorService pool(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(name));
  }

  /**
   * A pool of at most {@code most} threads. A task goes to a thread that is idle, else to a new
   * one, else it waits: so a thread that adds a task when all are busy, at the end of its own, goes
   * on with it itself, and no other has to be woken.
   */
  static ExecutorService pool(String name, int most) {
    HandOver tasks = new HandOver();
    return new ThreadPoolExecutor(
        0, most, IDLE_SECONDS, TimeUnit.SECONDS, tasks, named(name), tasks);
  }

  private static final class HandOver extends LinkedTransferQueue<Runnable>
      implements RejectedExecutionHandler {
    private static final long serialVersionUID = 1L;

    /** Returns whether a thread was waiting for a task; if not, the pool tries to add a thread. */
    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    /** Keeps a task that could have no thread. */
    @Override
    public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
      if (pool.isShutdown()) {
        throw new RejectedExecutionException("shut down");
      }
      super.offer(task);
      if (pool.getPoolSize() == 0 && pool.remove(task)) { // All have just ended.
        pool.execute(task);
      }
    }
  }
}
