package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Android's main thread may not use the network, so an ending does its work on other threads. */
class EndingThreadsTest extends EndingTest {
  private final Map<String, Set<String>> threadsByPath = new ConcurrentHashMap<>();
  private final Set<Thread> supplierThreads = ConcurrentHashMap.newKeySet();

  @Test
  void noRequestIsMadeOnTheCallersThread() {
    ActiveRun run = openWatched();
    run.log(1, "loss", 0.5);
    run.flush(LIMIT);
    run.log(2, "loss", 0.5);
    run.finish(LIMIT);
    run.close();
    assertEquals(Set.of("Pluto run ending"), threadsByPath.get(RunServer.STATUS));
    assertEquals(Set.of("Pluto run ending"), threadsByPath.get(RunServer.DETAILS));
    assertEquals(Set.of("Pluto delivery"), threadsByPath.get(RunServer.INGEST));
    assertEquals(Set.of("Pluto delivery"), threadsByPath.get(RunServer.NAMES));
    assertFalse(supplierThreads.contains(Thread.currentThread()));
  }

  @Test
  void neitherByAFailNorByAClose() {
    ActiveRun run = openWatched();
    run.fail(new Exception("no GPU"), LIMIT);
    run.close();
    ActiveRun closed = openWatched();
    closed.log(1, "loss", 0.5);
    closed.close();
    assertEquals(Set.of("Pluto run ending"), threadsByPath.get(RunServer.STATUS));
    assertEquals(Set.of("Pluto delivery"), threadsByPath.get(RunServer.INGEST));
    assertFalse(supplierThreads.contains(Thread.currentThread()));
    assertEquals(List.of(), problems);
  }

  private static Set<Thread> endingThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("Pluto run ending"));
    return threads;
  }

  @Test
  void oneThreadMakesAllEndingsOfARunAndEndsWithTheLast() throws Exception {
    Set<Thread> before = endingThreads();
    Hold status = holdNext(RunServer.STATUS);
    ActiveRun run = open();
    CompletableFuture<RunStatus> first = run.finishAsync(LIMIT);
    status.awaitRequest();
    CompletableFuture<RunStatus> last = first;
    for (int i = 0; i < 20; i++) {
      last = run.finishAsync(LIMIT);
    }
    Set<Thread> threads = endingThreads();
    threads.removeAll(before);
    assertEquals(1, threads.size(), threads::toString);
    assertTrue(threads.iterator().next().isDaemon());
    status.close();
    assertEquals(RunStatus.COMPLETED, first.get(10, TimeUnit.SECONDS));
    assertEquals(RunStatus.COMPLETED, last.get(10, TimeUnit.SECONDS));
    Await.until("it ends", () -> threads.stream().noneMatch(Thread::isAlive));
    assertEquals(List.of("COMPLETED"), asked());
  }

  /** Opened on another thread, so that all that this thread does is seen. */
  private ActiveRun openWatched() {
    OkHttpClient watched =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  threadsByPath
                      .computeIfAbsent(
                          chain.request().url().encodedPath(),
                          path -> ConcurrentHashMap.newKeySet())
                      .add(Thread.currentThread().getName());
                  return chain.proceed(chain.request());
                })
            .build();
    PlutoClient client =
        closeLater(
            builder()
                .httpClient(watched)
                .apiKey(
                    () -> {
                      supplierThreads.add(Thread.currentThread());
                      return KEY;
                    })
                .build());
    return client
        .runs()
        .resumeAsync(MMP_1)
        .thenApply(run -> client.open(run, options().build()))
        .join();
  }
}
