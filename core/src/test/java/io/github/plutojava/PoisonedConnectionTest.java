package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.Style;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A call that is ended before its first exchange leaves no connection that later calls take. */
class PoisonedConnectionTest {
  private static final Duration CALL_TIMEOUT = Duration.ofMillis(20);

  private enum Moment {
    CONNECTED,
    SECURED,
    ACQUIRED,
    SENDING;

    boolean isOf(boolean isTls) {
      return this == ACQUIRED || isTls == (this == SECURED);
    }
  }

  private enum End {
    CANCEL,
    DEADLINE,
    CLOSE
  }

  /** Holds the first call that comes to the moment there. */
  private static final class Hold extends EventListener {
    final AtomicReference<Call> held = new AtomicReference<>();
    final CountDownLatch goOn = new CountDownLatch(1);
    private final Moment moment;

    Hold(Moment moment) {
      this.moment = moment;
    }

    private void at(Moment moment, Call call) {
      if (moment == this.moment && held.compareAndSet(null, call)) {
        awaitUninterruptibly(goOn);
      }
    }

    @Override
    public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
      at(Moment.CONNECTED, call);
    }

    @Override
    public void secureConnectEnd(Call call, Handshake handshake) {
      at(Moment.SECURED, call);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      at(Moment.ACQUIRED, call);
    }

    @Override
    public void requestHeadersStart(Call call) {
      at(Moment.SENDING, call);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> ends() {
    List<Arguments> ends = new ArrayList<>();
    for (boolean isTls : new boolean[] {false, true}) {
      for (Moment moment : Moment.values()) {
        for (End end : End.values()) {
          for (Style style : Style.values()) {
            if (moment.isOf(isTls) && (end != End.CANCEL || style == Style.ASYNC)) {
              ends.add(Arguments.of(isTls, moment, end, style));
            }
          }
        }
      }
    }
    return ends.stream();
  }

  @ParameterizedTest(name = "TLS: {0}, {1}, {2}, {3}")
  @MethodSource("ends")
  void theNextCallsGetTheirAnswers(boolean isTls, Moment moment, End end, Style style)
      throws Exception {
    FakeTime time = new FakeTime(0.5);
    Hold hold = new Hold(moment);
    try (NumberedServer server = new NumberedServer(isTls, NumberedServer.RIGHT)) {
      OkHttpClient http = server.trusting().eventListener(hold).build();
      try (PlutoClient ended =
              server
                  .client()
                  .callTimeout(CALL_TIMEOUT)
                  .timing(time.timing())
                  .httpClient(http)
                  .build();
          PlutoClient next = server.client().httpClient(http).build()) {
        CompletableFuture<ResumedRun> future = begin(ended, style);
        NumberedServer.await("the call comes to the moment", () -> hold.held.get() != null);
        end(end, ended, future, time);
        NumberedServer.await("the call is ended", () -> hold.held.get().isCanceled());
        if (style == Style.ASYNC) { // It ends though its thread does not.
          assertEndedBy(end, future);
        }
        hold.goOn.countDown();
        assertEndedBy(end, future);
        awaitIdle(http);
        assertServes(next);
      }
    }
  }

  private static CompletableFuture<ResumedRun> begin(PlutoClient client, Style style) {
    return style == Style.ASYNC
        ? client.runs().resumeAsync(NumberedServer.target(1))
        : CompletableFuture.supplyAsync(
            () -> client.runs().resume(NumberedServer.target(1)), task -> new Thread(task).start());
  }

  private static void end(
      End end, PlutoClient client, CompletableFuture<ResumedRun> future, FakeTime time) {
    switch (end) {
      case CANCEL -> assertTrue(future.cancel(true));
      case DEADLINE -> time.pass(CALL_TIMEOUT);
      case CLOSE -> client.close();
    }
  }

  private static void assertEndedBy(End end, CompletableFuture<ResumedRun> future) {
    if (end == End.CANCEL) {
      assertThrows(CancellationException.class, future::join);
    } else {
      CompletionException e = assertThrows(CompletionException.class, future::join);
      assertEquals(
          end == End.DEADLINE,
          assertInstanceOf(PlutoTransportException.class, e.getCause()).timedOut());
    }
  }

  private static void awaitIdle(OkHttpClient http) {
    NumberedServer.await("no call is made", () -> http.dispatcher().runningCallsCount() == 0);
  }

  /** One after the other, and several at once. */
  private static void assertServes(PlutoClient client) {
    NumberedServer.assertOwnAnswers(client, NumberedServer.Asking.RESUME, 2, 3, 4);
    List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      futures.add(client.runs().resumeAsync(NumberedServer.target(number)));
    }
    for (int number = 0; number < 8; number++) {
      assertEquals(number, futures.get(number).join().runId());
    }
  }

  @Test
  void anUploadWhoseSourceBreaksOnceItIsCanceled() throws Exception {
    CountDownLatch sends = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RequestBody breaks =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return null;
          }

          @Override
          public long contentLength() {
            return 1000;
          }

          @Override
          public void writeTo(BufferedSink sink) throws java.io.IOException {
            sink.writeUtf8("x");
            sends.countDown();
            awaitUninterruptibly(goOn);
            throw new IllegalStateException("the source broke");
          }
        };
    OkHttpClient http = new OkHttpClient();
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(http).build()) {
      CompletableFuture<?> future = client.create(NumberedServer.Things.class).postAsync(1, breaks);
      assertTrue(sends.await(10, TimeUnit.SECONDS));
      assertTrue(future.cancel(true));
      goOn.countDown();
      awaitIdle(http);
      assertServes(client);
      assertEquals(11, server.requests().size(), "the upload came whole");
    }
  }
}
