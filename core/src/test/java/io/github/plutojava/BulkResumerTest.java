package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many runs at once. */
class BulkResumerTest extends ServerTest {
  private final PlutoException notFound = PlutoApiException.of(404, "Run not found");

  /** Calls that end when, and as, the test says. */
  private static final class FakeRuns implements RunsApi {
    final List<ResumeTarget> begun = new ArrayList<>();
    final List<CompletableFuture<ResumedRun>> calls = new ArrayList<>();
    Runnable onBegun = () -> {};
    private final Function<ResumeTarget, CompletableFuture<ResumedRun>> answer;

    FakeRuns(Function<ResumeTarget, CompletableFuture<ResumedRun>> answer) {
      this.answer = answer;
    }

    @Override
    public ResumedRun resume(ResumeTarget target) {
      throw new AssertionError("not in bulk");
    }

    @Override
    public CompletableFuture<ResumedRun> resumeAsync(ResumeTarget target) {
      CompletableFuture<ResumedRun> call = answer.apply(target);
      begun.add(target);
      calls.add(call);
      onBegun.run();
      return call;
    }
  }

  private static ResumedRun run(ResumeTarget target) {
    long id = ((ResumeTarget.ById) target).runId();
    return new ResumedRun(id, null, null, "p", "acme", "https://pluto.trainy.ai/", true);
  }

  private static CompletableFuture<ResumedRun> succeed(ResumeTarget target) {
    return CompletableFuture.completedFuture(run(target));
  }

  private static CompletableFuture<ResumedRun> failSecond(ResumeTarget target, Throwable failure) {
    return target.equals(ResumeTarget.byId(2))
        ? CompletableFuture.failedFuture(failure)
        : succeed(target);
  }

  /** The runs from 1 on, made when they are pulled. */
  private static Iterable<ResumeTarget> targets(long count) {
    return () ->
        LongStream.rangeClosed(1, count).<ResumeTarget>mapToObj(ResumeTarget::byId).iterator();
  }

  @Test
  void deliversEachOutcomeAndCounts() throws Exception {
    FakeRuns runs = new FakeRuns(target -> failSecond(target, notFound));
    List<ResumeOutcome> outcomes = new ArrayList<>();
    BulkResumer.Summary summary = new BulkResumer(runs, 2).resumeAll(targets(3), outcomes::add);
    assertEquals(new BulkResumer.Summary(2, 1), summary);
    ResumeTarget first = ResumeTarget.byId(1);
    ResumeTarget third = ResumeTarget.byId(3);
    assertEquals(
        List.of(
            new ResumeOutcome.Resumed(first, run(first)),
            new ResumeOutcome.Failed(ResumeTarget.byId(2), notFound),
            new ResumeOutcome.Resumed(third, run(third))),
        outcomes);
    assertEquals(third, outcomes.get(2).target());
  }

  @Test
  void takesNoTargetsForAnAnswer() throws Exception {
    FakeRuns runs = new FakeRuns(BulkResumerTest::succeed);
    BulkResumer.Summary summary =
        new BulkResumer(runs, 1).resumeAll(List.of(), outcome -> assertTrue(false));
    assertEquals(new BulkResumer.Summary(0, 0), summary);
  }

  @Test
  void unwrapsWhatAFakeOfUsersWraps() throws Exception {
    FakeRuns runs = new FakeRuns(target -> failSecond(target, new CompletionException(notFound)));
    BulkResumer.Summary summary = new BulkResumer(runs, 1).resumeAll(targets(2), outcome -> {});
    assertEquals(new BulkResumer.Summary(1, 1), summary);
  }

  @Test
  void deliversInTheOrderInWhichCallsEndOnTheCallersThread() throws Exception {
    FakeRuns runs =
        new FakeRuns(
            target ->
                target.equals(ResumeTarget.byId(3)) ? succeed(target) : new CompletableFuture<>());
    List<ResumeTarget> order = new ArrayList<>();
    Thread caller = Thread.currentThread();
    new BulkResumer(runs, 3)
        .resumeAll(
            targets(3),
            outcome -> {
              assertSame(caller, Thread.currentThread());
              order.add(outcome.target());
              int next = 2 - order.size(); // The one begun before.
              if (next >= 0) {
                new Thread(() -> runs.calls.get(next).complete(run(runs.begun.get(next)))).start();
              }
            });
    assertEquals(List.of(ResumeTarget.byId(3), ResumeTarget.byId(2), ResumeTarget.byId(1)), order);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void pullsNoMoreThanAreInFlight(int maxInFlight) throws Exception {
    server.setDispatcher(answering(Answers.run1()));
    long[] pulled = new long[1];
    long[] delivered = new long[1];
    Iterable<ResumeTarget> targets =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return pulled[0] < 500;
              }

              @Override
              public ResumeTarget next() {
                pulled[0]++;
                assertTrue(pulled[0] - delivered[0] <= maxInFlight, pulled[0] + " pulled");
                return MMP_1;
              }
            };
    BulkResumer.Summary summary =
        new BulkResumer(client().runs(), maxInFlight).resumeAll(targets, outcome -> delivered[0]++);
    assertEquals(new BulkResumer.Summary(500, 0), summary);
    assertEquals(500, server.getRequestCount());
  }

  private static Dispatcher answering(MockResponse answer) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer;
      }
    };
  }

  /** Never ends, but for those whose number is even. */
  private static CompletableFuture<ResumedRun> hangIfOdd(ResumeTarget target) {
    return ((ResumeTarget.ById) target).runId() % 2 == 0
        ? succeed(target)
        : new CompletableFuture<>();
  }

  @Test
  void aConsumerThatThrowsEndsTheBatch() {
    FakeRuns runs = new FakeRuns(BulkResumerTest::hangIfOdd);
    IllegalArgumentException thrown = new IllegalArgumentException("from the consumer");
    assertSame(
        thrown,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new BulkResumer(runs, 4)
                    .resumeAll(
                        targets(100),
                        outcome -> {
                          throw thrown;
                        })));
    assertEquals(2, runs.begun.size());
    assertTrue(runs.calls.get(0).isCancelled());
  }

  @Test
  void anIteratorThatThrowsEndsTheBatch() {
    FakeRuns runs = new FakeRuns(target -> new CompletableFuture<>());
    Iterable<ResumeTarget> targets =
        () ->
            LongStream.rangeClosed(1, 9)
                .<ResumeTarget>mapToObj(i -> ResumeTarget.byId(i < 3 ? i : -i))
                .iterator();
    assertThrows(
        IllegalArgumentException.class,
        () -> new BulkResumer(runs, 4).resumeAll(targets, outcome -> {}));
    assertEquals(2, runs.calls.size());
    assertTrue(runs.calls.stream().allMatch(CompletableFuture::isCancelled));
  }

  @Test
  void whatIsNoPlutoExceptionEndsTheBatch() {
    for (Throwable failure :
        List.of(new IllegalStateException("closed"), new StackOverflowError())) {
      FakeRuns runs = new FakeRuns(target -> failSecond(target, failure));
      assertSame(
          failure,
          assertThrows(
              Throwable.class,
              () -> new BulkResumer(runs, 1).resumeAll(targets(100), outcome -> {})));
      assertEquals(2, runs.begun.size());
    }
  }

  @Test
  void aClosedClientEndsTheBatch() {
    PlutoClient client = client();
    client.close();
    assertThrows(
        IllegalStateException.class,
        () -> new BulkResumer(client.runs(), 4).resumeAll(targets(100), outcome -> {}));
  }

  @Test
  void aKeySupplierThatFailsEndsTheBatch() {
    PlutoClient client = closeLater(builder().apiKey(() -> null).build());
    assertThrows(
        IllegalStateException.class,
        () -> new BulkResumer(client.runs(), 4).resumeAll(targets(100), outcome -> {}));
    assertEquals(0, server.getRequestCount());
  }

  /** As the guide shows it. */
  @Test
  void aConsumerEndsTheBatchAtTheFirst401() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return Answers.error(401, "Unauthorized");
          }
        });
    BulkResumer bulk = new BulkResumer(client().runs(), 4);
    UnauthorizedException e =
        assertThrows(
            UnauthorizedException.class,
            () ->
                bulk.resumeAll(
                    targets(1000),
                    outcome -> {
                      if (outcome instanceof ResumeOutcome.Failed failed
                          && failed.cause() instanceof UnauthorizedException unauthorized) {
                        throw unauthorized;
                      }
                    }));
    assertEquals(401, e.status());
    assertTrue(server.getRequestCount() <= 4, server.getRequestCount() + " requests");
  }

  /** As the Javadoc shows it: hasNext of a list never waits. */
  @Test
  void takesWhatAQueueHasSoThatNoOutcomeWaitsForMore() throws Exception {
    BlockingQueue<ResumeTarget> queue = new LinkedBlockingQueue<>();
    for (long id = 1; id <= 3; id++) {
      queue.add(ResumeTarget.byId(id));
    }
    FakeRuns runs = new FakeRuns(BulkResumerTest::succeed);
    BulkResumer bulk = new BulkResumer(runs, 2);
    List<ResumeTarget> delivered = new ArrayList<>();
    while (delivered.size() < 5) {
      List<ResumeTarget> targets = new ArrayList<>();
      targets.add(queue.take());
      queue.drainTo(targets);
      bulk.resumeAll(
          targets,
          outcome -> {
            delivered.add(outcome.target());
            if (delivered.size() == 3) {
              queue.add(ResumeTarget.byId(4));
              queue.add(ResumeTarget.byId(5));
            }
          });
    }
    assertEquals(LongStream.rangeClosed(1, 5).mapToObj(ResumeTarget::byId).toList(), delivered);
  }

  @Test
  void aNullTargetEndsTheBatch() {
    FakeRuns runs = new FakeRuns(target -> new CompletableFuture<>());
    List<ResumeTarget> targets = new ArrayList<>(List.of(ResumeTarget.byId(1)));
    targets.add(null);
    assertThrows(
        NullPointerException.class,
        () -> new BulkResumer(runs, 4).resumeAll(targets, outcome -> {}));
    assertTrue(runs.calls.get(0).isCancelled());
  }

  @Test
  void anInterruptStopsPullingCancelsWhatIsInFlightAndDeliversWhatIsDone() {
    FakeRuns runs = new FakeRuns(target -> new CompletableFuture<>());
    List<ResumeTarget> delivered = new ArrayList<>();
    endSoon(runs, 1);
    assertThrows(
        InterruptedException.class,
        () ->
            new BulkResumer(runs, 4)
                .resumeAll(
                    targets(100),
                    outcome -> {
                      delivered.add(outcome.target());
                      if (delivered.size() == 1) {
                        runs.calls.get(0).complete(run(ResumeTarget.byId(1)));
                        Thread.currentThread().interrupt();
                      }
                    }));
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(List.of(ResumeTarget.byId(2), ResumeTarget.byId(1)), delivered);
    assertEquals(4, runs.begun.size());
    assertTrue(runs.calls.get(2).isCancelled());
    assertTrue(runs.calls.get(3).isCancelled());
  }

  /** Lets a call succeed once the fourth has been begun. */
  private static void endSoon(FakeRuns runs, int index) {
    runs.onBegun =
        () -> {
          if (runs.calls.size() == 4) {
            runs.calls.get(index).complete(run(runs.begun.get(index)));
          }
        };
  }

  @Test
  void whatHasEndedIsDeliveredBeforeTheBatchEnds() {
    IllegalStateException closed = new IllegalStateException("closed");
    FakeRuns runs = new FakeRuns(target -> new CompletableFuture<>());
    Iterator<ResumeTarget> two = targets(2).iterator();
    List<ResumeTarget> delivered = new ArrayList<>();
    Iterable<ResumeTarget> breaks =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public ResumeTarget next() {
                if (two.hasNext()) {
                  return two.next();
                }
                runs.calls.forEach(call -> call.complete(run(ResumeTarget.byId(1))));
                throw closed;
              }
            };
    assertSame(
        closed,
        assertThrows(
            IllegalStateException.class,
            () ->
                new BulkResumer(runs, 4)
                    .resumeAll(breaks, outcome -> delivered.add(outcome.target()))));
    assertEquals(List.of(ResumeTarget.byId(1), ResumeTarget.byId(2)), delivered);
  }

  @Test
  void aFakeThatThrowsWhatItMayIsAnOutcome() throws Exception {
    FakeRuns runs =
        new FakeRuns(
            target -> {
              throw notFound;
            });
    assertEquals(
        new BulkResumer.Summary(0, 3),
        new BulkResumer(runs, 2).resumeAll(targets(3), outcome -> {}));
  }

  @Test
  void beginsNothingWhileAnAnswerThatAsksToWaitIsNotYetDelivered() throws Exception {
    FakeRuns runs =
        new FakeRuns(target -> CompletableFuture.failedFuture(rateLimited(Duration.ofMillis(1))));
    List<Integer> begun = new ArrayList<>();
    new BulkResumer(runs, 64).resumeAll(targets(3), outcome -> begun.add(runs.begun.size()));
    assertEquals(List.of(1, 2, 3), begun);
  }

  @Test
  void anInterruptIsNotLostIfTheConsumerThrowsAfterIt() {
    FakeRuns runs = new FakeRuns(target -> new CompletableFuture<>());
    IllegalStateException thrown = new IllegalStateException("from the consumer");
    endSoon(runs, 1);
    int[] outcomes = new int[1];
    InterruptedException e =
        assertThrows(
            InterruptedException.class,
            () ->
                new BulkResumer(runs, 4)
                    .resumeAll(
                        targets(4),
                        outcome -> {
                          if (outcomes[0]++ > 0) {
                            throw thrown;
                          }
                          runs.calls.get(0).complete(run(ResumeTarget.byId(1)));
                          runs.calls.get(2).complete(run(ResumeTarget.byId(3)));
                          Thread.currentThread().interrupt();
                        }));
    assertEquals(List.of(thrown), List.of(e.getSuppressed()));
    assertEquals(2, outcomes[0]);
  }

  private static PlutoException rateLimited(Duration retryAfter) {
    return PlutoApiException.of("429", new ApiError(429, "slow down", null, "", 3, retryAfter));
  }

  @Test
  void anAnswerThatAsksToWaitHoldsUpTheWholeBatch() throws Exception {
    Duration wait = Duration.ofMillis(200);
    long[] limitedAt = new long[1];
    List<Long> begunAt = new ArrayList<>();
    FakeRuns runs =
        new FakeRuns(
            target -> {
              begunAt.add(System.nanoTime());
              return failSecond(target, rateLimited(wait));
            });
    BulkResumer.Summary summary =
        new BulkResumer(runs, 2)
            .resumeAll(
                targets(6),
                outcome -> {
                  if (outcome instanceof ResumeOutcome.Failed failed) {
                    assertInstanceOf(RateLimitedException.class, failed.cause());
                    limitedAt[0] = begunAt.size();
                  }
                });
    assertEquals(new BulkResumer.Summary(5, 1), summary);
    int next = (int) limitedAt[0];
    assertTrue(begunAt.get(next) - begunAt.get(1) >= wait.toNanos(), "it did not wait");
  }

  @Test
  void aShorterWaitDoesNotEndALongerOne() throws Exception {
    Duration wait = Duration.ofMillis(200);
    List<Long> begunAt = new ArrayList<>();
    FakeRuns runs =
        new FakeRuns(
            target -> {
              begunAt.add(System.nanoTime());
              return begunAt.size() > 2 ? succeed(target) : new CompletableFuture<>();
            });
    runs.onBegun =
        () -> {
          if (runs.calls.size() == 2) {
            runs.calls.get(0).completeExceptionally(rateLimited(wait));
            runs.calls.get(1).completeExceptionally(rateLimited(Duration.ZERO));
          }
        };
    new BulkResumer(runs, 2).resumeAll(targets(3), outcome -> {});
    assertTrue(begunAt.get(2) - begunAt.get(1) >= wait.toNanos(), "it did not wait");
  }

  @Test
  void anInterruptEndsAPauseThatCannotBeLongerThanAMinute() throws Exception {
    FakeRuns runs =
        new FakeRuns(
            target -> CompletableFuture.failedFuture(rateLimited(Duration.ofDays(9999999))));
    Thread caller = Thread.currentThread();
    assertThrows(
        InterruptedException.class,
        () ->
            new BulkResumer(runs, 1)
                .resumeAll(
                    targets(2),
                    outcome ->
                        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)
                            .execute(caller::interrupt)));
    assertEquals(1, runs.begun.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1001, Integer.MAX_VALUE})
  void refusesMaxInFlightOutOfRange(int maxInFlight) {
    FakeRuns runs = new FakeRuns(BulkResumerTest::succeed);
    assertEquals(
        "maxInFlight " + maxInFlight + " is out of range: it goes from 1 to 1000",
        assertThrows(IllegalArgumentException.class, () -> new BulkResumer(runs, maxInFlight))
            .getMessage());
  }
}
