package io.github.plutojava.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.RunOptions;
import io.github.plutojava.RunStats;
import io.github.plutojava.Step;
import io.github.plutojava.TestSettings;
import io.github.plutojava.UndeliveredException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs that are open to a server, or to something before it, that fails as the test says. */
public abstract class FaultTest extends RunTest {
  /** Longer than any pause, so that no flush ends because a test turns the time on. */
  private static final Duration LONG = Duration.ofDays(1);

  protected static final Duration FLUSH_INTERVAL = Duration.ofMinutes(1);

  protected final TurnedTime clock = new TurnedTime();

  @Override
  protected PlutoClient.Builder builder() {
    return TestSettings.timing(super.builder(), clock.timing());
  }

  /**
   * Points wait for {@link #send} or a flush, so that a test knows what is in a batch. What still
   * waits at the end of a test is not waited for.
   */
  @Override
  protected RunOptions.Builder options() {
    return super.options().flushInterval(FLUSH_INTERVAL).closeTimeout(Duration.ZERO);
  }

  /** Lets the points be sent that were logged. */
  protected void send() {
    clock.turn(FLUSH_INTERVAL);
  }

  /** A run whose ingest service is {@code ingest}; all else is played as usual. */
  protected ActiveRun open(NumberedServer ingest) {
    return open(builder().ingestUrl(ingest.url()), options().build());
  }

  @Override
  protected ActiveRun open(RunOptions options) {
    return open(builder(), options);
  }

  /** Registers the name first, so that no request for names is under way when a test turns time. */
  protected ActiveRun open(PlutoClient.Builder builder, RunOptions options) {
    ActiveRun run = closeLater(closeLater(builder.build()).resume(MMP_1, options));
    Loss unused = run.metrics(Loss.class);
    run.flushAsync(LONG).orTimeout(Await.MOST_MILLIS, TimeUnit.MILLISECONDS).join();
    return run;
  }

  @Metrics
  interface Loss {
    void log(@Step long step, @Metric("loss") double loss);
  }

  /** An ingest service that does to each connection the next, and then the last again and again. */
  protected NumberedServer ingest(NumberedServer.Behaviour... behaviours) throws IOException {
    return closeLater(new NumberedServer(behaviours));
  }

  /** Takes all points that come on a connection. */
  protected void takeAll(NumberedServer.Connection connection) throws IOException {
    while (true) {
      take(connection);
    }
  }

  protected void take(NumberedServer.Connection connection) throws IOException {
    int count = pluto.takePoints(connection.read().body());
    connection.write(NumberedServer.answer("HTTP/1.1 200 OK", IngestAnswers.acceptance(count)));
  }

  /** Logs points of the steps from 0 on, each with its step as value. */
  protected static void log(ActiveRun run, int count) {
    for (int step = 0; step < count; step++) {
      run.log(step, "loss", step);
    }
  }

  /** Flushes, in a short real time. */
  protected static void flush(ActiveRun run) throws Exception {
    run.flushAsync(LONG).get(Await.MOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins to flush. */
  protected static CompletableFuture<Void> flushing(ActiveRun run) {
    return run.flushAsync(LONG);
  }

  /** Flushes, and returns why that failed, which must be in a short real time. */
  protected static UndeliveredException failingFlush(ActiveRun run) {
    return assertInstanceOf(UndeliveredException.class, Failures.of(run.flushAsync(LONG)));
  }

  /** Asserts that the server has exactly the points that {@link #log} logs, but those steps. */
  protected void assertArrived(int count, Integer... refusedSteps) {
    List<Integer> refused = List.of(refusedSteps);
    Map<String, RunServer.Point> stored = pluto.stored();
    for (int step = 0; step < count; step++) {
      RunServer.Point point = stored.get("loss@" + step);
      Object value = point == null ? null : point.value();
      assertEquals(refused.contains(step) ? null : (double) step, value, "at step " + step);
    }
    assertEquals(count - refused.size(), stored.size());
  }

  protected void awaitProblems(int count) {
    Await.until(count + " problems, not " + problems, () -> problems.size() >= count);
  }

  /** Asserts that this problem, the only one, is of this type and has these words. */
  protected <T extends Exception> T onlyProblem(Class<T> type, String words) {
    awaitProblems(1);
    assertEquals(1, problems.size(), problems::toString);
    return problem(0, type, words);
  }

  protected <T extends Exception> T problem(int index, Class<T> type, String words) {
    awaitProblems(index + 1);
    T problem = assertInstanceOf(type, problems.get(index));
    assertTrue(problem.getMessage().contains(words), problem.getMessage());
    return problem;
  }

  /** The bodies of the requests with points, in order. */
  protected List<String> bodies() {
    return pluto.received(RunServer.INGEST).stream().map(RunServer.Received::body).toList();
  }

  protected static void assertStats(
      ActiveRun run, long accepted, long refused, long waiting, long failedRequests) {
    assertEquals(
        new RunStats(accepted + refused + waiting, accepted, refused, waiting, failedRequests),
        run.stats());
  }
}
