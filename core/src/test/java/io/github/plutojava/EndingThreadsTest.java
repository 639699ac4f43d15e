package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
