package io.github.plutojava.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Calls that wait for the same host share its lookup, and none ends it for the others. */
class SharedLookupTest extends ServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);

  private Dns slow(Supplier<UnknownHostException> failure) {
    return host -> {
      asked.incrementAndGet();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (failure != null) {
        throw failure.get();
      }
      return List.of(LOOPBACK);
    };
  }

  /** A call that looks a host up, on a thread of its own. */
  private static final class Looking {
    final CallState call = CallStates.any();
    final FutureTask<List<InetAddress>> lookup;
    private final Thread thread;

    Looking(Dns dns, String host) {
      lookup =
          new FutureTask<>(
              () -> {
                CallState.setCurrent(call);
                return dns.lookup(host);
              });
      thread = DaemonThreads.named("Looking").newThread(lookup);
      thread.start();
      Await.until("it waits", () -> isWaiting(thread));
    }

    List<InetAddress> found() throws Exception {
      return lookup.get(10, TimeUnit.SECONDS);
    }

    Throwable failure() {
      return Failures.of(this::found);
    }
  }

  private static boolean isWaiting(Thread thread) {
    if (thread.getState() != Thread.State.WAITING) {
      return false;
    }
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().equals(SharedDns.class.getName())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void cancelingOneCallEndsItsWaitOnly() throws Exception {
    SharedDns dns = new SharedDns(slow(null));
    Looking first = new Looking(dns, "a.test");
    Looking second = new Looking(dns, "a.test");
    Looking third = new Looking(dns, "a.test");
    // The one that began the lookup, and one that joined it.
    first.call.cancel();
    third.call.cancel();
    for (Looking canceled : List.of(first, third)) {
      assertInstanceOf(
          CancellationException.class,
          assertInstanceOf(UnknownHostException.class, canceled.failure()).getCause());
    }
    assertFalse(second.lookup.isDone());
    Looking fourth = new Looking(dns, "a.test");
    goOn.countDown();
    assertEquals(List.of(LOOPBACK), second.found());
    assertEquals(List.of(LOOPBACK), fourth.found());
    assertEquals(1, asked.get());
  }

  @Test
  void otherHostsHaveTheirOwn() throws Exception {
    SharedDns dns = new SharedDns(slow(null));
    Looking first = new Looking(dns, "a.test");
    Looking second = new Looking(dns, "b.test");
    goOn.countDown();
    assertEquals(List.of(LOOPBACK), first.found());
    assertEquals(List.of(LOOPBACK), second.found());
    assertEquals(2, asked.get());
  }

  @Test
  void aLookupThatHasEndedIsNotShared() throws Exception {
    SharedDns dns = new SharedDns(slow(null));
    goOn.countDown();
    assertEquals(List.of(LOOPBACK), dns.lookup("a.test"));
    assertEquals(List.of(LOOPBACK), dns.lookup("a.test"));
    assertEquals(2, asked.get());
  }

  @Test
  void aFailureIsSharedButNotKept() {
    SharedDns dns = new SharedDns(slow(() -> new UnknownHostException("no " + asked)));
    Looking first = new Looking(dns, "a.test");
    Looking second = new Looking(dns, "a.test");
    goOn.countDown();
    for (Looking looking : List.of(first, second)) {
      UnknownHostException e = assertInstanceOf(UnknownHostException.class, looking.failure());
      assertEquals("no 1", e.getCause().getMessage());
    }
    Throwable later = Failures.of(() -> dns.lookup("a.test"));
    assertEquals("no 2", later.getCause().getMessage());
  }

  @Test
  void callsOfAClientShareIt() {
    OkHttpClient http = new OkHttpClient.Builder().dns(slow(null)).build();
    PlutoClient client =
        closeLater(
            builder()
                .baseUrl("http://shared.test:" + server.getPort())
                .allowCleartext()
                .httpClient(http)
                .callTimeout(Duration.ofSeconds(20))
                .build());
    enqueue(Answers.run1(), Answers.run1());
    List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(client.runs().resumeAsync(MMP_1));
    }
    Await.until(
        "all three wait",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains("shared.test") && isWaiting(thread))
                    .count()
                == 3);
    assertTrue(futures.get(0).cancel(true));
    Await.until("it is gone", () -> http.dispatcher().runningCallsCount() == 2);
    goOn.countDown();
    assertEquals(1, futures.get(1).join().runId());
    assertEquals(1, futures.get(2).join().runId());
    assertEquals(1, asked.get());
    assertEquals(2, server.getRequestCount());
    http.dispatcher().executorService().shutdown();
  }
}
