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
 * callers, so they inherit neither the thread-local values nor the context class loader nor the
 * priority of the thread that happens to need one first. Below API level 33, Android has no way to
 * make a thread that does not inherit the values of {@link InheritableThreadLocal}s.
 */
public final class DaemonThreads {
  private static final int IDLE_SECONDS = 10;

  /** As many threads as a client has calls under way at once. */
  private static final int MANY = 64;

  private static final int FEW = 8;

  /** Null on Android below API level 33. */
  private static final @Nullable Constructor<Thread> NOT_INHERITING = notInheriting();

  /**
   * Where calls end that do not end on a thread of their own. Dependent stages run here, and may
   * wait for one another.
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

  public static ThreadFactory named(String name) {
    return new Named(name);
  }

  private record Named(String name) implements ThreadFactory {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Set so that no thread inherits the first caller's.
    public Thread newThread(Runnable task) {
      Thread thread = make(task);
      thread.setDaemon(true);
      thread.setPriority(Thread.NORM_PRIORITY);
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    }

    private Thread make(Runnable task) {
      if (NOT_INHERITING != null) {
        try {
          return NOT_INHERITING.newInstance(null, task, name, 0L, false);
        } catch (ReflectiveOperationException e) { // Do as on an older Android.
        }
      }
      return new Thread(task, name);
    }
  }

  /** Returns a pool with a thread for each task under way, without a limit. */
  public static ThreadPoolExecutor pool(String name) {
    return new Pool(0, Integer.MAX_VALUE, new SynchronousQueue<>(), name);
  }

  /** Returns an executor with a few threads, for tasks that take microseconds. */
  public static Executor few(String name) {
    return orCaller(bounded(name, FEW));
  }

  /**
   * Returns a pool of at most {@code most} threads; further tasks wait. Until it has the most, it
   * makes a thread for each task, though some may be idle. A queue that tells who is idle would
   * prevent that, but the JDK's transfer queue spins without end (JDK-8301341) and loses tasks
   * (JDK-8323659) in versions that are in use.
   */
  public static ThreadPoolExecutor bounded(String name, int most) {
    Pool pool = new Pool(most, most, new LinkedBlockingQueue<>(), name);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns where dependent stages of users' futures run, which can block. */
  public static Executor ends() {
    return orCaller(ENDS);
  }

  /** Runs tasks that end calls, on threads that belong to no client. */
  public static void endAll(List<Runnable> tasks) {
    boolean isFull = false;
    for (Runnable task : tasks) {
      isFull = isFull || !isTaken(ENDS, task);
      if (isFull) { // Do not ask a machine that is out of threads again for each task.
        runWithoutNewThread(ENDS, task);
      }
    }
  }

  /**
   * Returns an executor that runs tasks in {@code pool}, or on the caller's thread if the pool has
   * no thread and cannot get one.
   */
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
   * If no thread can be made for a task, refuses the task, as any executor may, instead of throwing
   * an Error.
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
