package io.github.plutojava.internal.call;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Daemon threads, so that a program that forgets to close its client can still exit. They serve all
 * callers, and so have neither the thread-local values nor the context class loader nor the
 * priority of the one that happened to need a thread first. Android below API level 33 has no way
 * to make a thread without the values of {@link InheritableThreadLocal}s.
 */
public final class DaemonThreads {
  private static final int IDLE_SECONDS = 10;

  /** As many as calls of a client are under way at once. */
  private static final int MANY = 64;

  private static final int FEW = 8;

  /** Null on Android below API level 33. */
  private static final @Nullable Constructor<Thread> NOT_INHERITING = notInheriting();

  /**
   * Where calls end that their own thread does not end. Dependent stages run there, and may wait
   * for one another.
   */
  private static final ThreadPoolExecutor ENDS = bounded("Pluto call end", MANY);

  private DaemonThreads() {}

  private static @Nullable Constructor<Thread> notInheriting() {
    try {
      return Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // It is set lest that of the first caller is inherited.
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = newThread(task, name);
      thread.setDaemon(true);
      thread.setPriority(Thread.NORM_PRIORITY);
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    };
  }

  private static Thread newThread(Runnable task, String name) {
    if (NOT_INHERITING != null) {
      try {
        return NOT_INHERITING.newInstance(null, task, name, 0L, false);
      } catch (ReflectiveOperationException e) { // Then as on an older Android.
      }
    }
    return new Thread(task, name);
  }

  /** Returns a pool with a thread for each task under way, however many there are. */
  public static ThreadPoolExecutor pool(String name) {
    return new Pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), name);
  }

  /** Returns a pool of a few threads, for what takes microseconds. */
  public static Executor few(String name) {
    return orCaller(bounded(name, FEW));
  }

  /** Returns a pool of at most {@code most} threads; more tasks wait. */
  public static ThreadPoolExecutor bounded(String name, int most) {
    Pool pool = new Pool(most, most, new LinkedBlockingQueue<>(), name);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Runs what ends calls, on threads that belong to no client. */
  public static void endAll(List<Runnable> tasks) {
    boolean isFull = false;
    for (Runnable task : tasks) {
      isFull = isFull || !isTaken(ENDS, task);
      if (isFull) { // A machine that is out of threads is not asked again for each.
        runWithoutNewThread(ENDS, task);
      }
    }
  }

  /** Returns {@code pool} as one that runs a task on the caller's thread if no other can be had. */
  public static Executor orCaller(ThreadPoolExecutor pool) {
    return task -> {
      if (!isTaken(pool, task)) {
        runWithoutNewThread(pool, task);
      }
    };
  }

  private static boolean isTaken(ThreadPoolExecutor pool, Runnable task) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static void runWithoutNewThread(ThreadPoolExecutor pool, Runnable task) {
    boolean isQueued = pool.getPoolSize() > 0 && pool.getQueue().offer(task);
    if (!isQueued || (pool.getPoolSize() == 0 && pool.remove(task))) {
      task.run();
    }
  }

  /**
   * Refuses a task for which no thread can be made, as any executor may, instead of dying of it.
   */
  private static final class Pool extends ThreadPoolExecutor {
    Pool(int core, int most, BlockingQueue<Runnable> tasks, String name) {
      super(core, most, IDLE_SECONDS, TimeUnit.SECONDS, tasks, named(name));
    }

    @Override
    public void execute(Runnable task) {
      try {
        super.execute(task);
      } catch (OutOfMemoryError e) {
        throw new RejectedExecutionException("no thread can be made", e);
      }
    }
  }
}
