package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The pool that calls run on. */
class DaemonThreadsTest {
  @Test
  void aBoundedPoolRunsAsManyAtOnceAndTheRestAfterwards() throws Exception {
    ExecutorService pool = DaemonThreads.pool("bounded", 3);
    CountDownLatch threeRun = new CountDownLatch(3);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(10);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 10; i++) {
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            threeRun.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            all.countDown();
          });
    }
    assertTrue(threeRun.await(5, TimeUnit.SECONDS));
    assertEquals(7, ((ThreadPoolExecutor) pool).getQueue().size());
    goOn.countDown();
    assertTrue(all.await(5, TimeUnit.SECONDS));
    assertEquals(3, threads.size());
    assertTrue(threads.stream().allMatch(Thread::isDaemon));
    pool.shutdown();
  }

  @Test
  void aThreadGoesOnWithTheTaskThatItsOwnAdds() throws Exception {
    ExecutorService pool = DaemonThreads.pool("bounded", 1);
    CountDownLatch done = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    pool.execute(
        () -> {
          threads.add(Thread.currentThread());
          pool.execute(
              () -> {
                threads.add(Thread.currentThread());
                done.countDown();
              });
        });
    assertTrue(done.await(5, TimeUnit.SECONDS));
    assertEquals(threads.get(0), threads.get(1));
    pool.shutdown();
  }

  @Test
  void aBoundedPoolRefusesWhatComesAfterItsEnd() {
    ExecutorService pool = DaemonThreads.pool("bounded", 1);
    pool.shutdown();
    assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
  }
}
