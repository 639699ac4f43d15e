package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.testing.Await;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Threads that belong to no caller, and pools that cannot get any. */
class DaemonThreadsTest {
  private static final InheritableThreadLocal<String> TENANT = new InheritableThreadLocal<>();

  /** Stands for a machine that is out of threads. */
  private static final ThreadFactory NONE =
      task -> {
        throw new OutOfMemoryError("unable to create native thread");
      };

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // That is what is tested.
  void inheritNothing() throws Exception {
    int priority = Thread.currentThread().getPriority();
    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
    TENANT.set("one");
    CompletableFuture<String> tenant = new CompletableFuture<>();
    CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
    Thread thread =
        DaemonThreads.named("free")
            .newThread(
                () -> {
                  tenant.complete(TENANT.get());
                  loader.complete(Thread.currentThread().getContextClassLoader());
                });
    TENANT.remove();
    Thread.currentThread().setPriority(priority);
    Thread.currentThread().setContextClassLoader(DaemonThreadsTest.class.getClassLoader());
    thread.start();
    assertNull(tenant.get(5, TimeUnit.SECONDS));
    assertSame(PlutoClient.class.getClassLoader(), loader.get(5, TimeUnit.SECONDS));
    assertTrue(thread.isDaemon());
    assertEquals(Thread.NORM_PRIORITY, thread.getPriority());
    assertEquals("free", thread.getName());
  }

  @Test
  void aPoolThatGetsNoThreadRefusesTheTask() {
    ThreadPoolExecutor pool = DaemonThreads.pool("none");
    pool.setThreadFactory(NONE);
    assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
  }

  /** Returns a task that keeps its thread busy. */
  private static Runnable busy(CountDownLatch begun, CountDownLatch goOn) {
    return () -> {
      begun.countDown();
      try {
        Await.latch("the test", goOn);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  void aBusyThreadHoldsUpNoTaskUntilThereAreTheMost() throws Exception {
    ThreadPoolExecutor pool = DaemonThreads.bounded("few", 3);
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      pool.execute(busy(begun, goOn));
    }
    Await.latch("three threads", begun);
    for (int i = 0; i < 5; i++) {
      pool.execute(ran::incrementAndGet);
    }
    assertEquals(5, pool.getQueue().size());
    assertEquals(3, pool.getPoolSize());
    goOn.countDown();
    Await.until("all tasks", () -> ran.get() == 5);
    assertEquals(3, pool.getLargestPoolSize());
    pool.shutdown();
  }

  @Test
  void ofASingleThreadTasksRunInOrder() {
    ThreadPoolExecutor pool = DaemonThreads.bounded("one", 1);
    List<Integer> order = new CopyOnWriteArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      int number = i;
      expected.add(i);
      pool.execute(() -> order.add(number));
    }
    Await.until("all tasks", () -> order.size() == 1000);
    assertEquals(expected, order);
    pool.shutdown();
  }

  @Test
  void noTaskIsForgottenWhenTheLastThreadEnds() throws Exception {
    ThreadPoolExecutor pool = DaemonThreads.bounded("one", 1);
    pool.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
    for (int i = 0; i < 5_000; i++) {
      CompletableFuture<Void> ran = new CompletableFuture<>();
      pool.execute(() -> ran.complete(null));
      ran.get(5, TimeUnit.SECONDS);
    }
    pool.shutdown();
  }

  @Test
  void aPoolThatIsShutDownRefusesTasksBusyOrNot() throws Exception {
    ThreadPoolExecutor pool = DaemonThreads.bounded("one", 1);
    CountDownLatch goOn = new CountDownLatch(1);
    pool.execute(busy(new CountDownLatch(1), goOn));
    CompletableFuture<Void> waited = new CompletableFuture<>();
    pool.execute(() -> waited.complete(null));
    pool.shutdown();
    assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
    goOn.countDown();
    waited.get(5, TimeUnit.SECONDS);
    assertTrue(pool.awaitTermination(5, TimeUnit.SECONDS));
    assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
  }

  @Test
  void orTheCallerRunsIt() {
    ThreadPoolExecutor pool = DaemonThreads.pool("none");
    pool.setThreadFactory(NONE);
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    DaemonThreads.orCaller(pool).execute(() -> ran.complete(Thread.currentThread()));
    assertSame(Thread.currentThread(), ran.join());
  }

  @Test
  void orAThreadThatThereIs() throws Exception {
    ThreadPoolExecutor pool = DaemonThreads.bounded("two", 2);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    pool.execute(busy(begun, goOn));
    Await.latch("the busy thread", begun);
    pool.setThreadFactory(NONE);
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    DaemonThreads.orCaller(pool).execute(() -> ran.complete(Thread.currentThread()));
    assertFalse(ran.isDone());
    goOn.countDown();
    assertEquals("two", ran.get(5, TimeUnit.SECONDS).getName());
    pool.shutdown();
  }
}
