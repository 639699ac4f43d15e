package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.FullServer;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** Every call ends by its deadline. Time is real here, and short. */
class DeadlineTest extends ServerTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  /** An answer that never comes. */
  private static final MockResponse HANG =
      new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE);

  private PlutoClient client(Duration callTimeout) {
    return closeLater(
        builder()
            .timing(Timing.SYSTEM)
            .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ZERO).build())
            .callTimeout(callTimeout)
            .build());
  }

  private static void assertTimedOut(PlutoTransportException e, int attempts) {
    assertTrue(e.timedOut());
    assertEquals(attempts, e.attempts());
    assertEquals(
        "could not resume the run with display ID 'MMP-1': no answer within the call timeout of"
            + " 200 ms; calling again is safe"
            + (attempts > 1 ? " (after " + attempts + " attempts)" : ""),
        e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void endsACallThatTheServerDoesNotAnswer(Style style) {
    enqueue(HANG);
    assertTimedOut(
        assertThrows(PlutoTransportException.class, () -> style.resume(client(SHORT), MMP_1)), 1);
  }

  @Test
  void namesALimitOfWholeSecondsSoAndCallsOnlyResumingSafe() {
    Request request = new Request.Builder().url("http://x/y").build();
    CallState call = CallStates.any();
    call.setCaller(Thread.currentThread());
    call.setEnd(CallState.End.TIMED_OUT);
    PlutoTransportException e =
        new TransportFailures(Operation.of(request), Duration.ofSeconds(90))
            .describe(new IOException("Canceled"), request, call);
    assertEquals(
        "GET http://x/y failed: no answer within the call timeout of 90 s", e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void endsACallWhoseAnswerDrips(Style style) {
    enqueue(Answers.run1().throttleBody(1, 20, TimeUnit.MILLISECONDS));
    assertTimedOut(
        assertThrows(PlutoTransportException.class, () -> style.resume(client(SHORT), MMP_1)), 1);
  }

  @ParameterizedTest
  @EnumSource
  void endsConnecting(Style style) throws IOException {
    try (FullServer full = new FullServer()) {
      PlutoClient client = closeLater(client(SHORT).toBuilder().baseUrl(full.url()).build());
      assertTimedOut(
          assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1)), 1);
    }
  }

  interface Uploads {
    @POST("upload")
    Void upload(@Body RequestBody body);
  }

  @Test
  void endsSending() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    RawServer.Behaviour readsNothing =
        connection -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (RawServer server = new RawServer(readsNothing)) {
      PlutoClient client = closeLater(client(SHORT).toBuilder().baseUrl(server.url()).build());
      byte[] moreThanTheBuffersHold = new byte[20 << 20];
      RequestBody body = RequestBody.create(null, moreThanTheBuffersHold);
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class, () -> client.create(Uploads.class).upload(body));
      assertTrue(e.timedOut());
      assertEquals(1, e.attempts());
    } finally {
      end.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void spansRetries(Style style) {
    // Time passes only once the third request is there, however slow the machine is.
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (server.getRequestCount() < 3) {
              return Answers.error(500, "x");
            }
            time.pass(SHORT);
            return HANG;
          }
        });
    PlutoClient client = closeLater(client(SHORT).toBuilder().timing(time.timing()).build());
    assertTimedOut(
        assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1)), 3);
  }

  @Test
  void endsCallsThatWaitForTheirTurn() {
    for (int i = 0; i < 200; i++) {
      enqueue(HANG);
    }
    PlutoClient client = client(SHORT);
    List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      futures.add(client.runs().resumeAsync(MMP_1));
    }
    for (CompletableFuture<ResumedRun> future : futures) {
      Throwable failure = assertThrows(CompletionException.class, future::join).getCause();
      assertTrue(((PlutoTransportException) failure).timedOut(), failure.toString());
    }
  }

  @Test
  void endsACallWhoseTurnNeverComes() throws Exception {
    enqueue(HANG);
    OkHttpClient http = new OkHttpClient();
    http.dispatcher().setMaxRequests(1);
    Call foreign = http.newCall(new Request.Builder().url(server.url("/foreign")).build());
    foreign.enqueue(new IgnoringCallback());
    takeRequest();
    PlutoClient client = closeLater(client(SHORT).toBuilder().httpClient(http).build());
    CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    // Not later, when OkHttp's read timeout ends the other call.
    Throwable failure =
        assertThrows(ExecutionException.class, () -> future.get(5, TimeUnit.SECONDS)).getCause();
    PlutoTransportException e = (PlutoTransportException) failure;
    assertTrue(e.timedOut());
    assertEquals(0, e.attempts());
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the call did not leave the queue within"
            + " the call timeout of 200 ms, and nothing was sent: make fewer calls at once, or set"
            + " a longer callTimeout",
        e.getMessage());
    assertEquals(1, server.getRequestCount());
    foreign.cancel();
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void aCloseSaysWhichCallsHadNotLeftTheQueue() throws Exception {
    enqueue(HANG);
    OkHttpClient http = new OkHttpClient();
    http.dispatcher().setMaxRequests(1);
    PlutoClient client =
        closeLater(client(Duration.ofMinutes(1)).toBuilder().httpClient(http).build());
    CompletableFuture<ResumedRun> first = client.runs().resumeAsync(MMP_1);
    takeRequest();
    CompletableFuture<ResumedRun> second = client.runs().resumeAsync(MMP_1);
    client.close();
    String closed =
        "could not resume the run with display ID 'MMP-1': the PlutoClient was closed before the ";
    assertEquals(closed + "answer came", Failures.of(first).getMessage());
    assertEquals(
        closed + "call left the queue; nothing was sent", Failures.of(second).getMessage());
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void aStageMayWaitForAnotherCallThatIsEnded() {
    enqueue(HANG, HANG);
    PlutoClient client = client(SHORT);
    CompletableFuture<CompletableFuture<ResumedRun>> second = new CompletableFuture<>();
    CompletableFuture<String> first =
        client.runs().resumeAsync(MMP_1).handle((run, failure) -> waitFor(second.join()));
    second.complete(client.runs().resumeAsync(MMP_1));
    assertEquals("PlutoTransportException", first.join());
  }

  private static String waitFor(CompletableFuture<ResumedRun> future) {
    return assertThrows(CompletionException.class, future::join)
        .getCause()
        .getClass()
        .getSimpleName();
  }

  private static final class IgnoringCallback implements Callback {
    @Override
    public void onFailure(Call call, IOException e) {}

    @Override
    public void onResponse(Call call, Response response) {
      response.close();
    }
  }

  @Test
  void leavesACallThatIsInTime() {
    PlutoClient client = client(Duration.ofSeconds(20));
    enqueue(Answers.run1().setBodyDelay(50, TimeUnit.MILLISECONDS), Answers.run1());
    assertEquals(1, client.runs().resume(MMP_1).runId());
    assertEquals(1, client.runs().resumeAsync(MMP_1).join().runId());
  }

  @ParameterizedTest
  @EnumSource
  void saysSoIfTheReadTimeoutEndedTheLastAttempt(Style style) {
    for (int i = 0; i < 3; i++) {
      enqueue(HANG);
    }
    PlutoClient client =
        closeLater(
            builder()
                .httpClient(
                    new OkHttpClient.Builder().readTimeout(50, TimeUnit.MILLISECONDS).build())
                .build());
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1));
    assertTrue(e.timedOut());
    assertEquals(3, e.attempts());
    assertTrue(e.getMessage().contains("no complete answer from localhost: "), e.getMessage());
    assertTrue(
        e.getMessage().endsWith("; calling again is safe (after 3 attempts)"), e.getMessage());
  }
}
