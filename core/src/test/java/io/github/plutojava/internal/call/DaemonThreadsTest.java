package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
  void inheritNothing() throws Exception {
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
    Thread.currentThread().setContextClassLoader(DaemonThreadsTest.class.getClassLoader());
    thread.start();
    assertNull(tenant.get(5, TimeUnit.SECONDS));
    assertSame(PlutoClient.class.getClassLoader(), loader.get(5, TimeUnit.SECONDS));
    assertTrue(thread.isDaemon());
    assertEquals("free", thread.getName());
  }

  @Test
  void aPoolThatGetsNoThreadRefusesTheTask() {
    ThreadPoolExecutor pool = DaemonThreads.pool("none");
    pool.setThreadFactory(NONE);
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
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("one")) {
          @Override
          public void execute(Runnable task) {
            if (getPoolSize() == 1) {
              throw new RejectedExecutionException("no thread can be made");
            }
            super.execute(task);
          }
        };
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Thread> busy = new CompletableFuture<>();
    DaemonThreads.orCaller(pool)
        .execute(
            () -> {
              busy.complete(Thread.currentThread());
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    Thread thread = busy.get(5, TimeUnit.SECONDS);
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    DaemonThreads.orCaller(pool).execute(() -> ran.complete(Thread.currentThread()));
    goOn.countDown();
    assertSame(thread, ran.get(5, TimeUnit.SECONDS));
    pool.shutdown();
  }
}
