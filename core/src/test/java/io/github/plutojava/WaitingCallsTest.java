package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An asynchronous call that waits before a retry holds neither a place nor a thread. */
class WaitingCallsTest extends ServerTest {
  /** Why the first attempt of a call fails. */
  enum Refusal {
    STATUS_429 {
      @Override
      MockResponse answer() {
        return Answers.error(429, "slow down").setHeader("Retry-After", "4");
      }
    },
    STATUS_503 {
      @Override
      MockResponse answer() {
        return Answers.error(503, "x");
      }
    },
    BROKEN_CONNECTION {
      @Override
      MockResponse answer() {
        return new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST);
      }
    };

    abstract MockResponse answer();
  }

  /** A wait that ends when the test says. */
  private static final class Wait extends CompletableFuture<Void> {
    private final Runnable next;

    Wait(Runnable next) {
      this.next = next;
    }

    void end() {
      if (complete(null)) {
        next.run();
      }
    }
  }

  private final List<Wait> waits = new CopyOnWriteArrayList<>();

  private PlutoClient.Builder waitingBuilder() {
    Timing.Waiter waiter =
        new Timing.Waiter() {
          @Override
          public void await(CallState call, long nanos) {
            throw new AssertionError("no call here is synchronous");
          }

          @Override
          public Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next) {
            Wait wait = new Wait(next);
            waits.add(wait);
            return wait;
          }
        };
    return builder()
        .timing(new Timing(time.timing().nanoTime(), () -> FakeTime.NOW, () -> 0.5, waiter));
  }

  private static ResumeTarget target(int number) {
    return ResumeTarget.byExternalId("ext-" + number).inProject("my-ml-project");
  }

  /** Says for whom it is, which the library cannot check for an external ID. */
  private static MockResponse rightAnswer(RecordedRequest request) {
    String number = request.getBody().readUtf8().replaceAll("\\D", "");
    return Answers.json(200, Answers.RUN_1.replace("\"runId\":1,", "\"runId\":" + number + ","));
  }

  private void refuseTheFirst(int requests, Refusal refusal) {
    AtomicInteger count = new AtomicInteger();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return count.incrementAndGet() <= requests ? refusal.answer() : rightAnswer(request);
          }
        });
  }

  private static List<CompletableFuture<ResumedRun>> begin(PlutoClient client, int calls) {
    List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      futures.add(client.runs().resumeAsync(target(i)));
    }
    return futures;
  }

  private static void assertOwnAnswers(List<CompletableFuture<ResumedRun>> futures) {
    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i, futures.get(i).orTimeout(10, TimeUnit.SECONDS).join().runId());
    }
  }

  private void awaitWaits(int count) {
    Await.until(count + " calls wait", () -> waits.size() >= count);
    assertEquals(count, waits.size());
  }

  private void endWaits() {
    waits.forEach(Wait::end);
  }

  @ParameterizedTest
  @EnumSource
  void holdNoPlace(Refusal refusal) {
    refuseTheFirst(64, refusal);
    PlutoClient client = closeLater(waitingBuilder().build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 64);
    awaitWaits(64);
    for (Style style : Style.values()) {
      assertEquals(77, style.resume(client, target(77)).runId());
    }
    for (CompletableFuture<ResumedRun> future : futures) {
      assertFalse(future.isDone(), "a call did not wait");
    }
    endWaits();
    assertOwnAnswers(futures);
    assertEquals(64 + 2 + 64, server.getRequestCount());
  }

  private static Set<Thread> plutoThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    // OkHttp gives a thread the name of its call's server while it makes the call.
    threads.removeIf(
        thread ->
            !thread.getName().startsWith("Pluto") && !thread.getName().startsWith("OkHttp http"));
    return threads;
  }

  @Test
  void holdNoThread() {
    int calls = 200;
    refuseTheFirst(calls, Refusal.STATUS_503);
    Set<Thread> before = plutoThreads();
    PlutoClient client = closeLater(waitingBuilder().build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, calls);
    awaitWaits(calls);
    Set<Thread> more = plutoThreads();
    more.removeAll(before);
    assertTrue(more.size() <= 100, more.size() + " threads for calls of which none is on the wire");
    assertEquals(calls, server.getRequestCount());
    endWaits();
    assertOwnAnswers(futures);
    assertEquals(2 * calls, server.getRequestCount());
  }

  /** Each connection carries one request at a time. */
  @Test
  void areNeverMoreThan64OnTheWireWhenTheyComeBack() throws Exception {
    CountDownLatch come = new CountDownLatch(64);
    CountDownLatch comeBack = new CountDownLatch(64);
    AtomicInteger count = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
              boolean isFirst = count.incrementAndGet() <= 100;
              CountDownLatch all = isFirst ? come : comeBack;
              all.countDown();
              Await.latch("64 requests at once", all);
              return isFirst ? Answers.error(503, "x") : rightAnswer(request);
            } finally {
              now.decrementAndGet();
            }
          }
        });
    PlutoClient client = closeLater(waitingBuilder().build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 100);
    awaitWaits(100);
    endWaits();
    assertOwnAnswers(futures);
    assertEquals(200, server.getRequestCount());
    assertEquals(64, most.get());
    assertTrue(sockets.accepted() <= 64, sockets.accepted() + " connections");
  }

  @Test
  void endWhenTheyAreCanceled() {
    refuseTheFirst(70, Refusal.STATUS_429);
    PlutoClient client = closeLater(waitingBuilder().build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 70);
    awaitWaits(70);
    for (CompletableFuture<ResumedRun> future : futures) {
      assertTrue(future.cancel(true));
    }
    assertWaitsAreCanceled();
  }

  @Test
  void endWhenTheClientIsClosed() {
    refuseTheFirst(70, Refusal.STATUS_429);
    PlutoClient client = closeLater(waitingBuilder().build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 70);
    awaitWaits(70);
    client.close();
    for (CompletableFuture<ResumedRun> future : futures) {
      PlutoTransportException e =
          assertInstanceOf(PlutoTransportException.class, Failures.of(future));
      assertTrue(e.getMessage().contains("the PlutoClient was closed"), e.getMessage());
      assertEquals(1, e.attempts());
    }
    assertWaitsAreCanceled();
  }

  @Test
  void endByTheirDeadline() {
    refuseTheFirst(70, Refusal.STATUS_503);
    PlutoClient client =
        closeLater(
            waitingBuilder()
                .callTimeout(Duration.ofMillis(200))
                .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ofMillis(10)).build())
                .build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 70);
    awaitWaits(70);
    time.pass(Duration.ofMillis(200));
    for (CompletableFuture<ResumedRun> future : futures) {
      PlutoTransportException e =
          assertInstanceOf(PlutoTransportException.class, Failures.of(future));
      assertTrue(e.timedOut(), e.getMessage());
      assertEquals(1, e.attempts());
    }
    assertWaitsAreCanceled();
  }

  private void assertWaitsAreCanceled() {
    for (Wait wait : waits) {
      assertTrue(wait.isCancelled(), "a wait goes on");
    }
    assertEquals(70, server.getRequestCount());
  }

  @Test
  @Tag("soak")
  void waitAsLongAsTheServerAsks() {
    refuseTheFirst(64, Refusal.STATUS_429);
    PlutoClient client = closeLater(builder().timing(Timing.SYSTEM).build());
    long begin = System.nanoTime();
    List<CompletableFuture<ResumedRun>> futures = begin(client, 64);
    Await.until("the requests came", () -> server.getRequestCount() == 64);
    assertEquals(77, client.runs().resumeAsync(target(77)).join().runId());
    assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(4), "it waited for others");
    assertOwnAnswers(futures);
    assertTrue(System.nanoTime() - begin >= TimeUnit.SECONDS.toNanos(4), "they came too soon");
    assertEquals(64 + 1 + 64, server.getRequestCount());
  }
}
