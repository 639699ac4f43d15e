package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.delivery.Delivery;
import io.github.plutojava.internal.wire.PointRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A resumed run that is open to be logged to.
 *
 * <pre>{@code
 * try (ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
 *   run.log(1000, "eval/accuracy", 0.93);
 *   run.finish();
 * }
 * }</pre>
 *
 * <p>Points go into a buffer, and from there to the server in batches, again and again until it has
 * accepted or refused each point, or the run is closed. "Accepted" means that points are in the
 * server's memory; it writes them to its database within 5 seconds.
 *
 * <p>Only {@link #flush() flush}, {@link #finish() finish}, {@link #fail(Throwable) fail}, {@link
 * #close() close}, and a log call that finds the buffer full, wait; threads of the library do their
 * work. Cancelling a future stops nothing, and an interrupt ends only the wait (its flag stays
 * set). The default limit is {@link RunOptions#deliveryTimeout() deliveryTimeout}. Thread-safe; a
 * thread's points keep their order.
 */
public final class ActiveRun implements AutoCloseable {
  private final RunSession session;
  private final RunPoints points; // At hand: each step on the way costs a log call a nanosecond.

  /** Not the session's: an action that holds this run would keep it from being dropped. */
  final CancelActions cancelActions = new CancelActions();

  ActiveRun(RunSession session) {
    this.session = session;
    points = session.points();
  }

  /** {@return the run, as the server resumed it} */
  public ResumedRun run() {
    return session.run();
  }

  /**
   * Logs one point, at the time of the call. A later point with the same name and step replaces it.
   *
   * @param step from 0 to 9007199254740991 (2^53 − 1)
   * @param name the metric's name, such as {@code eval/accuracy}: at most 1,000 bytes of UTF-8, not
   *     only white space, without U+0000 and unpaired surrogates
   * @param value any double; NaN and the infinities are values, too
   * @throws IllegalArgumentException if the server would not take {@code step} or {@code name}, or
   *     if the run has 100,000 other names already
   * @throws IllegalStateException if the run is closed, or no header can hold its project's name
   * @throws UndeliveredException if the buffer stayed full for {@link RunOptions#fullBufferWait()
   *     fullBufferWait}, or the thread was interrupted while it waited for room (its flag is still
   *     set). The point was not logged
   * @throws RunNotFoundException if the server has no such run any more. The point was not logged
   */
  public void log(long step, String name, double value) {
    points.log(step, name, value);
  }

  /**
   * Logs several points at one step, at the time of the call: all of them or none. It waits, and
   * fails, as {@link #log(long, String, double)} does, and for mistakes in the map.
   *
   * @param step as for {@link #log(long, String, double)}
   * @param values the points by their metrics' names; each is sent as the nearest double
   * @throws NullPointerException if {@code values} is null or has a null key or value
   * @throws IllegalArgumentException if {@code values} is empty, has more points than the buffer
   *     can hold or has a finite number beyond the range of double
   */
  public void log(long step, Map<String, ? extends Number> values) {
    PointMap map = PointMap.of(values);
    points.log(step, Delivery.NOW, map.names(), map.values());
  }

  /**
   * As {@link #log(long, Map)}, with a time of your own, which does not move that of other points.
   *
   * @param step as for {@link #log(long, String, double)}
   * @param time from 1970 to 9999, to the millisecond; the latest of a name and step counts
   * @param values as for {@link #log(long, Map)}
   * @throws IllegalArgumentException if {@code time} is out of range, too
   */
  public void log(long step, Instant time, Map<String, ? extends Number> values) {
    PointMap map = PointMap.of(values);
    points.log(step, PointRules.millis(time), map.names(), map.values());
  }

  /**
   * {@return whether the point was logged; false if the buffer is full} Never waits, so Android's
   * main thread may call it. In all else, it is {@link #log(long, String, double)}.
   *
   * @param step from 0 to 9007199254740991 (2^53 − 1)
   * @param name the metric's name, such as {@code eval/accuracy}
   * @param value any double
   */
  public boolean tryLog(long step, String name, double value) {
    return points.tryLog(step, name, value);
  }

  /**
   * Implements an interface that is annotated {@link Metrics}, whose methods log to this run. Its
   * names are registered within {@link RunOptions#flushInterval() flushInterval}, used or not.
   *
   * @param type the interface
   * @param <T> its type
   * @return a thread-safe instance, whose methods throw what {@link #log(long, Map)} throws
   * @throws IllegalArgumentException if it is no such interface; the message names the mistake
   * @throws IllegalStateException as {@link #log(long, String, double)}
   */
  public <T> T metrics(Class<T> type) {
    return session.metrics(requireNonNull(type, "type"), this);
  }

  /** Flushes as {@link #flush(Duration)} does, within the default limit. */
  public void flush() {
    flush(session.options().deliveryTimeout());
  }

  /**
   * Waits until the server has accepted all points that any thread logged before this call, and
   * until the library has tried once to register their names; if only that fails, {@link
   * RunOptions.Builder#onProblem onProblem} is told. A pause between two attempts is cut short,
   * unless the server asked for it. After the run was closed, this returns at once, or throws if
   * points were refused or lost.
   *
   * @param limit up to 2147483647 milliseconds (almost 25 days); zero to try, but not to wait
   * @throws UndeliveredException if not all were accepted: some still wait when {@code limit} ends
   *     or everything is refused for now, some were refused for good (each later flush throws,
   *     too), the run was closed meanwhile, or the thread was interrupted (its flag is still set)
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public void flush(Duration limit) {
    points.flush(Limits.check("limit", limit));
  }

  /** {@return the future of a {@link #flushAsync(Duration)} within the default limit} */
  public CompletableFuture<Void> flushAsync() {
    return flushAsync(session.options().deliveryTimeout());
  }

  /**
   * {@return a future that completes as {@link #flush(Duration)} ends; it takes no thread}
   *
   * @param limit up to 2147483647 milliseconds; zero to try, but not to wait
   */
  public CompletableFuture<Void> flushAsync(Duration limit) {
    return UsersFutures.copy(points.flushAsync(Limits.check("limit", limit)));
  }

  /** {@return the status after a {@link #finish(Duration)} within the default limit} */
  public RunStatus finish() {
    return finish(session.options().deliveryTimeout());
  }

  /**
   * Finishes the run: delivers what waits, sets the status COMPLETED, and reads back what the
   * server made of that. From now on, the run takes no points and sends no heartbeats. An ending
   * that has taken effect stays: a later {@code finish} or {@code fail} only returns it.
   *
   * @param limit for all of it, from 1 to 2147483647 milliseconds (almost 25 days)
   * @return the status that the run has. If it is not COMPLETED, the run was ended from elsewhere;
   *     {@link RunOptions.Builder#onProblem onProblem} is told of that, too
   * @throws UndeliveredException if points still wait when {@code limit} ends, or cannot be
   *     delivered for now: the run goes on as before, and can be finished later. Also if the server
   *     refused points for good: then the run has ended all the same, and the message says so
   * @throws PlutoException if the status could not be set or not be read back (the message says
   *     which), or if a {@code fail} came before the status was set
   * @throws PlutoTransportException also if the thread was interrupted: the finish goes on
   * @throws IllegalStateException if the supplier of the API key fails, or the client is closed
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public RunStatus finish(Duration limit) {
    return session.finish(Ending.finish(limit));
  }

  /** {@return the future of a {@link #finishAsync(Duration)} within the default limit} */
  public CompletableFuture<RunStatus> finishAsync() {
    return finishAsync(session.options().deliveryTimeout());
  }

  /**
   * {@return a future that completes as {@link #finish(Duration)} ends} No points are taken now.
   *
   * @param limit from 1 to 2147483647 milliseconds
   */
  public CompletableFuture<RunStatus> finishAsync(Duration limit) {
    return session.endAsync(Ending.finish(limit));
  }

  /**
   * {@return the status after a {@link #fail(Throwable, Duration)} within the default limit}
   *
   * @param cause what the program failed of; its message and stack trace are stored with the run
   */
  public RunStatus fail(Throwable cause) {
    return fail(cause, session.options().deliveryTimeout());
  }

  /**
   * Fails the run: sets the status FAILED with the reason, reads it back, and delivers what waits
   * in the time that is left. Made for {@code catch} blocks, it never throws for what the server or
   * the network do: {@link RunOptions.Builder#onProblem onProblem} is told of it, and {@code cause}
   * gets it as suppressed exceptions.
   *
   * @param cause what the program failed of. Its class, and the message and stack trace of it and
   *     its causes, are stored with the run, for all who may see it; use {@link #fail(String)} if
   *     you do not want that. At most 64 KiB are sent, and never the API key
   * @param limit for all of it, from 1 to 2147483647 milliseconds (almost 25 days)
   * @return the status that the run has; UNKNOWN if it could not be set, or was not waited for
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public RunStatus fail(Throwable cause, Duration limit) {
    return session.fail(Ending.fail(cause, limit));
  }

  /**
   * {@return the status after a {@link #fail(String, Duration)} within the default limit}
   *
   * @param reason is stored with the run. Null or blank is taken as {@code no reason given}
   */
  public RunStatus fail(@Nullable String reason) {
    return fail(reason, session.options().deliveryTimeout());
  }

  /**
   * {@return the status after a {@link #fail(Throwable, Duration)} with a reason in words}
   *
   * @param reason is stored with the run. Null or blank is taken as {@code no reason given}
   * @param limit from 1 to 2147483647 milliseconds
   */
  public RunStatus fail(@Nullable String reason, Duration limit) {
    return session.fail(Ending.fail(reason, limit));
  }

  /**
   * {@return the future of a {@link #failAsync(Throwable, Duration)} within the default limit}
   *
   * @param cause what the program failed of; its message and stack trace are stored with the run
   */
  public CompletableFuture<RunStatus> failAsync(Throwable cause) {
    return failAsync(cause, session.options().deliveryTimeout());
  }

  /**
   * {@return a future of what {@link #fail(Throwable, Duration)} returns; it never fails}
   *
   * @param cause what the program failed of; its message and stack trace are stored with the run
   * @param limit from 1 to 2147483647 milliseconds
   */
  public CompletableFuture<RunStatus> failAsync(Throwable cause, Duration limit) {
    return session.endAsync(Ending.fail(cause, limit));
  }

  /**
   * {@return the future of a {@link #failAsync(String, Duration)} within the default limit}
   *
   * @param reason is stored with the run. Null or blank is taken as {@code no reason given}
   */
  public CompletableFuture<RunStatus> failAsync(@Nullable String reason) {
    return failAsync(reason, session.options().deliveryTimeout());
  }

  /**
   * {@return a future of what {@link #fail(String, Duration)} returns; it never fails}
   *
   * @param reason is stored with the run. Null or blank is taken as {@code no reason given}
   * @param limit from 1 to 2147483647 milliseconds
   */
  public CompletableFuture<RunStatus> failAsync(@Nullable String reason, Duration limit) {
    return session.endAsync(Ending.fail(reason, limit));
  }

  /** {@return whether the run was cancelled in the UI, as far as a heartbeat has told} */
  public boolean isCancelled() {
    return session.isCancelled();
  }

  /**
   * Adds what to do when the run is cancelled in the UI, of which a heartbeat tells within {@link
   * RunOptions#heartbeatInterval() heartbeatInterval}. Logging goes on to work; nothing is ended.
   *
   * @param action runs once, on a thread of its own; at once if the run was cancelled already
   */
  public void onCancel(Runnable action) {
    cancelActions.add(requireNonNull(action, "action"), session);
  }

  /** {@return what became of the points so far} It can be asked after the close, too. */
  public RunStats stats() {
    return points.stats();
  }

  /**
   * Closes the run: takes no more points, delivers what waits within {@link
   * RunOptions#closeTimeout() closeTimeout}, and ends the heartbeats. Never throws: {@link
   * RunOptions.Builder#onProblem onProblem} is told of points that are lost, for which this method
   * waits, too, for 1 second at least (not if {@code closeTimeout} is zero). The status stays as it
   * is. Unless another program keeps the run alive, the server marks it FAILED within 150 to 210
   * seconds, or 30 minutes if it had no heartbeat. If an ending is under way, this only waits.
   */
  @Override
  public void close() {
    session.close();
  }

  /** {@return the run, in words} */
  @Override
  public String toString() {
    return "ActiveRun[" + Describe.run(session.run()) + "]";
  }
}
