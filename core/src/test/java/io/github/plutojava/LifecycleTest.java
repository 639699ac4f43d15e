package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Threads and connections go when the client does. */
class LifecycleTest extends ServerTest {
  @Test
  void makes64CallsAtOnceAndTheNextInTurn() throws Exception {
    CountDownLatch all = new CountDownLatch(64);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            all.countDown();
            all.await();
            return Answers.run1();
          }
        });
    PlutoClient client = closeLater(builder().timing(Timing.SYSTEM).build());
    List<CompletableFuture<ResumedRun>> calls = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      calls.add(client.runs().resumeAsync(MMP_1));
    }
    for (CompletableFuture<ResumedRun> call : calls) {
      assertEquals(1, call.join().runId());
    }
    assertTrue(sockets.accepted() <= 64, sockets.accepted() + " connections");
  }

  @Test
  void keepsAsManyConnections() {
    CyclicBarrier all = new CyclicBarrier(64);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            try {
              all.await(5, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new AssertionError(e);
            }
            return Answers.run1();
          }
        });
    PlutoClient client = closeLater(builder().timing(Timing.SYSTEM).build());
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<ResumedRun>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(client.runs().resumeAsync(MMP_1));
      }
      for (CompletableFuture<ResumedRun> call : calls) {
        assertEquals(1, call.join().runId());
      }
    }
    assertEquals(64, sockets.accepted());
  }

  @Test
  void closeClosesIdleConnections() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    RawServer.Behaviour answersAndWaits =
        connection -> {
          connection.readRequest();
          connection.writeRun();
          try {
            connection.readRequest();
          } catch (EOFException e) {
            closed.countDown();
          }
        };
    try (RawServer raw = new RawServer(answersAndWaits)) {
      PlutoClient client = builder().baseUrl(raw.url()).build();
      client.runs().resume(MMP_1);
      client.close();
      assertTrue(closed.await(2, TimeUnit.SECONDS), "the connection is open");
    }
  }

  @Test
  void closeEndsItsThreadsAndConnections() throws Exception {
    Set<Thread> before = plutoThreads();
    enqueue(Answers.run1(), Answers.run1());
    PlutoClient client = builder().timing(Timing.SYSTEM).build();
    client.runs().resume(MMP_1);
    client.runs().resumeAsync(MMP_1).join();
    client.close();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!before.containsAll(plutoThreads())) {
      assertTrue(System.nanoTime() < end, () -> "threads go on: " + plutoThreads());
      Thread.onSpinWait();
    }
  }

  /** Those of lookups and of ends belong to no client, and end by themselves. */
  private static Set<Thread> plutoThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("Pluto call"))
        .filter(thread -> !thread.getName().equals("Pluto call end"))
        .collect(Collectors.toSet());
  }
}
