package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.ManualTime;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The threads of open runs are few daemons with telling names, and end when they are idle. */
@Tag("run")
class RunThreadsTest {
  private final RunThreads threads =
      new RunThreads(new ManualTime().timing(), Executors.newScheduledThreadPool(0));

  private static void assertPool(String name, int most, Executor executor) throws Exception {
    ThreadPoolExecutor pool = (ThreadPoolExecutor) executor;
    assertEquals(most, pool.getMaximumPoolSize());
    assertTrue(pool.allowsCoreThreadTimeOut());
    assertTrue(pool.getKeepAliveTime(TimeUnit.SECONDS) <= 10);
    BlockingQueue<Thread> used = new ArrayBlockingQueue<>(1);
    pool.execute(() -> used.add(Thread.currentThread()));
    Thread thread = used.poll(10, TimeUnit.SECONDS);
    assertEquals(name, thread.getName());
    assertTrue(thread.isDaemon());
  }

  @Test
  void eachJobHasItsOwn() throws Exception {
    assertPool("Pluto delivery", 64, threads.deliveries());
    assertPool("Pluto heartbeat", 8, threads.heartbeats());
    assertPool("Pluto run revival", 8, threads.revivals());
    assertPool("Pluto problem", 8, threads.problems());
    assertPool("Pluto run end", 64, threads.ends());
  }

  @Test
  void onceTheClientIsClosedNothingIsRun() {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(0);
    timer.shutdownNow();
    RunThreads closed = new RunThreads(Timing.SYSTEM, timer);
    assertTrue(closed.schedule(0, () -> {}).isDone());
  }
}
