package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.HttpClients;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.FullServer;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Calls that are ended before their answer comes: by a cancel, an interrupt or a close. */
class CancelTest extends ServerTest {
  private static final MockResponse HANG =
      new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE);

  /** Begins to wait, says so, and waits for real. */
  private PlutoClient clientThatWaits(CountDownLatch waits) {
    Timing timing =
        new Timing(
            System::nanoTime,
            () -> FakeTime.NOW,
            () -> 0.5,
            new Timing.Waiter() {
              @Override
              public void await(CallState call, long nanos) throws InterruptedException {
                waits.countDown();
                call.await(nanos);
              }

              @Override
              public Future<?> schedule(ScheduledExecutorService timer, long nanos, Runnable next) {
                Future<?> scheduled = Timing.SYSTEM.waiter().schedule(timer, nanos, next);
                waits.countDown();
                return scheduled;
              }
            });
    enqueue(Answers.error(429, "x").setHeader("Retry-After", "50"));
    return closeLater(builder().timing(timing).build());
  }

  /** Makes a call on a thread of its own, and gives what it threw. */
  private static final class Caller {
    private final AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    private final AtomicReference<Boolean> interrupted = new AtomicReference<>();
    private final Thread thread;

    Caller(Runnable call) {
      thread =
          new Thread(
              () -> {
                try {
                  call.run();
                } catch (RuntimeException e) {
                  thrown.set(e);
                  interrupted.set(Thread.currentThread().isInterrupted());
                }
              });
      thread.start();
    }

    PlutoTransportException failure() throws InterruptedException {
      thread.join(5_000);
      assertFalse(thread.isAlive(), "the call goes on");
      return assertInstanceOf(PlutoTransportException.class, thrown.get());
    }
  }

  @Test
  void interruptEndsAWait() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    PlutoClient client = clientThatWaits(waits);
    Caller caller = new Caller(() -> client.runs().resume(MMP_1));
    waits.await();
    caller.thread.interrupt();
    PlutoTransportException e = caller.failure();
    assertTrue(caller.interrupted.get());
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the thread was interrupted before the"
            + " answer came",
        e.getMessage());
    assertFalse(e.timedOut());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void interruptEndsReceiving() throws Exception {
    enqueue(HANG);
    PlutoClient client = client();
    assertInterruptEnds(client, this::takeRequest);
  }

  @Test
  void interruptEndsAnAnswerThatDrips() throws Exception {
    CountDownLatch drips = new CountDownLatch(1);
    RawServer.Behaviour writesASpaceAgainAndAgain =
        connection -> {
          connection.readRequest();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
          while (true) {
            connection.write(" ");
            drips.countDown();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
          }
        };
    try (RawServer raw = new RawServer(writesASpaceAgainAndAgain)) {
      assertInterruptEnds(closeLater(builder().baseUrl(raw.url()).build()), drips::await);
    }
  }

  @Test
  void interruptEndsConnecting() throws Exception {
    CountDownLatch connects = new CountDownLatch(1);
    EventListener listener =
        new EventListener() {
          @Override
          public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            connects.countDown();
          }
        };
    OkHttpClient ownWithListener =
        new HttpClients(UnaryOperator.identity())
            .forUrl(HttpUrl.get("http://localhost"))
            .newBuilder()
            .eventListener(listener)
            .build();
    try (FullServer full = new FullServer()) {
      assertInterruptEnds(
          closeLater(builder().baseUrl(full.url()).httpClient(ownWithListener).build()),
          connects::await);
    }
  }

  interface Uploads {
    @POST("upload")
    Void upload(@Body RequestBody body);
  }

  @Test
  void interruptEndsSending() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    RawServer.Behaviour readsNothing =
        connection -> {
          connected.countDown();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (RawServer server = new RawServer(readsNothing)) {
      PlutoClient client = closeLater(builder().baseUrl(server.url()).build());
      Uploads uploads = client.create(Uploads.class);
      RequestBody moreThanTheBuffersHold = RequestBody.create(null, new byte[20 << 20]);
      Caller caller = new Caller(() -> uploads.upload(moreThanTheBuffersHold));
      connected.await();
      caller.thread.interrupt();
      assertTrue(caller.failure().getMessage().contains("the thread was interrupted"));
      assertTrue(caller.interrupted.get());
    } finally {
      end.countDown();
    }
  }

  @Test
  void interruptEndsALookup() throws Exception {
    CountDownLatch looksUp = new CountDownLatch(1);
    PlutoClient client = clientWithoutDns(looksUp, Duration.ofSeconds(20));
    assertInterruptEnds(client, looksUp::await);
    assertEquals(0, server.getRequestCount());
  }

  private interface Begun {
    void await() throws InterruptedException;
  }

  private static void assertInterruptEnds(PlutoClient client, Begun begun) throws Exception {
    Caller caller = new Caller(() -> client.runs().resume(MMP_1));
    begun.await();
    caller.thread.interrupt();
    PlutoTransportException e = caller.failure();
    assertTrue(caller.interrupted.get(), "the interrupt was swallowed");
    assertTrue(e.getMessage().contains("the thread was interrupted"), e.getMessage());
    assertEquals(1, e.attempts());
  }

  /** A client for which looking up a host takes for ever. */
  private PlutoClient clientWithoutDns(CountDownLatch looksUp, Duration callTimeout) {
    CountDownLatch end = new CountDownLatch(1);
    closeLater(end::countDown);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  looksUp.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  throw new UnknownHostException(host);
                })
            .build();
    return closeLater(builder().httpClient(http).callTimeout(callTimeout).build());
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineEndsALookup(Style style) {
    PlutoClient client =
        closeLater(
            clientWithoutDns(new CountDownLatch(1), Duration.ofMillis(100)).toBuilder()
                .timing(Timing.SYSTEM)
                .build());
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1));
    assertTrue(e.timedOut());
    assertEquals(1, e.attempts());
  }

  @Test
  void closeEndsALookup() throws Exception {
    CountDownLatch looksUp = new CountDownLatch(1);
    PlutoClient client = clientWithoutDns(looksUp, Duration.ofSeconds(20));
    Caller caller = new Caller(() -> client.runs().resume(MMP_1));
    looksUp.await();
    client.close();
    assertTrue(caller.failure().getMessage().contains("was closed"));
  }

  @Test
  void interruptBeforeTheCallEndsIt() throws Exception {
    PlutoClient client = client();
    Caller caller =
        new Caller(
            () -> {
              Thread.currentThread().interrupt();
              client.runs().resume(MMP_1);
            });
    caller.failure();
    assertTrue(caller.interrupted.get());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void cancelEndsAWait() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    PlutoClient client = clientThatWaits(waits);
    CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    waits.await();
    assertTrue(future.cancel(true));
    client.close();
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void cancelEndsTheRequest() throws Exception {
    enqueue(HANG);
    OkHttpClient http = new OkHttpClient();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    takeRequest();
    assertTrue(future.cancel(true));
    awaitIdle(http);
    assertEquals(1, server.getRequestCount());
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void completingTheFutureByOtherMeansEndsTheRequest() throws Exception {
    enqueue(HANG);
    OkHttpClient http = new OkHttpClient();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    CompletableFuture<ResumedRun> future =
        client.runs().resumeAsync(MMP_1).orTimeout(50, TimeUnit.MILLISECONDS);
    assertInstanceOf(
        TimeoutException.class, assertThrows(CompletionException.class, future::join).getCause());
    awaitIdle(http);
    http.dispatcher().executorService().shutdown();
  }

  private static void awaitIdle(OkHttpClient http) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (http.dispatcher().runningCallsCount() > 0) {
      assertTrue(System.nanoTime() < end, "the request goes on");
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void closeEndsASynchronousCall() throws Exception {
    enqueue(HANG);
    PlutoClient client = client();
    Caller caller = new Caller(() -> client.runs().resume(MMP_1));
    takeRequest();
    client.close();
    PlutoTransportException e = caller.failure();
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the PlutoClient was closed before the"
            + " answer came",
        e.getMessage());
    assertFalse(e.timedOut());
  }

  @Test
  void closeEndsAsynchronousCallsEvenThoseThatWaitForTheirTurn() {
    PlutoClient client = client();
    @SuppressWarnings({"unchecked", "rawtypes"})
    CompletableFuture<ResumedRun>[] futures = new CompletableFuture[80];
    for (int i = 0; i < futures.length; i++) {
      enqueue(HANG);
      futures[i] = client.runs().resumeAsync(MMP_1);
    }
    client.close();
    for (CompletableFuture<ResumedRun> future : futures) {
      Throwable failure = assertThrows(CompletionException.class, future::join).getCause();
      assertTrue(failure.getMessage().contains("was closed"), failure.toString());
    }
  }

  @Test
  void closeEndsAWait() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    PlutoClient client = clientThatWaits(waits);
    Caller caller = new Caller(() -> client.runs().resume(MMP_1));
    waits.await();
    client.close();
    PlutoTransportException e = caller.failure();
    assertTrue(e.getMessage().contains("was closed"), e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void refusesCallsOnceClosed(Style style) {
    PlutoClient client = client();
    client.close();
    client.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> style.resume(client, MMP_1));
    assertEquals("this PlutoClient is closed: make a new one", e.getMessage());
    assertEquals(0, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void leavesALentClientOpen(Style style) throws Exception {
    OkHttpClient http = new OkHttpClient.Builder().build();
    enqueue(Answers.run1(), Answers.run1());
    PlutoClient first = builder().httpClient(http).build();
    style.resume(first, MMP_1);
    first.close();
    assertEquals(1, http.connectionPool().connectionCount());
    assertFalse(http.dispatcher().executorService().isShutdown());

    PlutoClient second = closeLater(first.toBuilder().build());
    style.resume(second, MMP_1);
    assertEquals(0, takeRequest().getSequenceNumber());
    assertEquals(1, takeRequest().getSequenceNumber());
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void endsCallsEvenIfTheLentClientsThreadsAreGone() throws Exception {
    OkHttpClient http = new OkHttpClient();
    http.dispatcher().executorService().shutdown();
    PlutoClient client =
        closeLater(builder().httpClient(http).callTimeout(Duration.ofSeconds(20)).build());
    CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    assertInstanceOf(
        PlutoTransportException.class,
        assertThrows(CompletionException.class, future::join).getCause());
  }

  @Test
  void hasOnlyDaemonThreads() {
    enqueue(Answers.run1(), Answers.run1());
    PlutoClient client = client();
    client.runs().resume(MMP_1);
    client.runs().resumeAsync(MMP_1).join();
    Set<String> names = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      // OkHttp gives a thread the name of its call's server while it makes the call.
      String name =
          thread.getName().startsWith("OkHttp " + server.url("/"))
              ? "Pluto call"
              : thread.getName();
      if (name.startsWith("Pluto")) {
        names.add(name);
        assertTrue(thread.isDaemon(), thread.getName());
      }
    }
    // Other tests may have left more that all clients share.
    assertTrue(
        names.containsAll(Set.of("Pluto call", "Pluto lookup", "Pluto call timeout")), "" + names);
  }
}
