package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One client, 64 threads, calls of both kinds, cancels and a close: no call is lost. */
@Tag("unmutated")
class HammerTest extends ServerTest {
  private static final int THREADS = 64;
  private static final int CALLS = 25;

  @BeforeEach
  void answerAll() {
    server.setDispatcher(
        new okhttp3.mockwebserver.Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return Answers.run1();
          }
        });
  }

  /** How a call can end here. */
  private enum End {
    RUN,
    CANCELED,
    CLOSED
  }

  private static End call(PlutoClient client, Random random) {
    try {
      if (random.nextBoolean()) {
        client.runs().resume(MMP_1);
        return End.RUN;
      }
      CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
      if (random.nextInt(3) == 0) {
        future.cancel(true);
      }
      future.join();
      return End.RUN;
    } catch (CancellationException e) {
      return End.CANCELED;
    } catch (IllegalStateException | PlutoTransportException e) {
      return closed(e);
    } catch (CompletionException e) {
      return closed(e.getCause());
    }
  }

  private static End closed(Throwable e) {
    if (e.getMessage().contains("closed")) {
      return End.CLOSED;
    }
    throw new AssertionError(e);
  }

  private static List<End> hammer(PlutoClient client, Runnable meanwhile) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch half = new CountDownLatch(THREADS * CALLS / 2);
      List<Future<List<End>>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        results.add(
            threads.submit(
                () -> {
                  List<End> ends = new ArrayList<>();
                  for (int n = 0; n < CALLS; n++) {
                    ends.add(call(client, random));
                    half.countDown();
                  }
                  return ends;
                }));
      }
      half.await();
      meanwhile.run();
      List<End> all = new ArrayList<>();
      for (Future<List<End>> result : results) {
        all.addAll(result.get(20, TimeUnit.SECONDS));
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void losesNoCallAndNoConnection() throws Exception {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequestsPerHost(THREADS);
    ConnectionPool pool = new ConnectionPool(2 * THREADS, 1, TimeUnit.MINUTES);
    OkHttpClient http =
        new OkHttpClient.Builder().dispatcher(dispatcher).connectionPool(pool).build();
    PlutoClient client = closeLater(builder().timing(Timing.SYSTEM).httpClient(http).build());

    List<End> ends = hammer(client, () -> {});

    assertEquals(THREADS * CALLS, ends.size());
    assertEquals(0, ends.stream().filter(End.CLOSED::equals).count());
    assertTrue(ends.contains(End.RUN) && ends.contains(End.CANCELED), ends.toString());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (dispatcher.runningCallsCount() > 0
        || pool.idleConnectionCount() < pool.connectionCount()) {
      assertTrue(System.nanoTime() < end, "a connection is leaked");
      Thread.onSpinWait();
    }
    dispatcher.executorService().shutdown();
    pool.evictAll();
  }

  @Test
  void losesNoCallWhenItIsClosed() throws Exception {
    PlutoClient client = closeLater(builder().timing(Timing.SYSTEM).build());
    List<End> ends = hammer(client, client::close);
    assertEquals(THREADS * CALLS, ends.size());
    assertTrue(ends.contains(End.RUN) && ends.contains(End.CLOSED), ends.toString());
  }
}
