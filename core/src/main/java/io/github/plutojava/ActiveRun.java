package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.delivery.Delivery;
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
 * <p>Points go into a buffer, from which the library sends them to the server in batches. It sends
 * a batch again and again until the server has accepted or refused each of its points, or the run
 * is closed. Sending a point twice is harmless: of points with the same name and step, the server
 * keeps only the last. Only {@link #flush() flush}, {@link #finish() finish}, {@link
 * #fail(Throwable) fail}, {@link #close() close}, and a log call that finds the buffer full, wait;
 * their work is done on threads of the library. While the run is open, heartbeats tell the server
 * that it is alive.
 *
 * <p>"Accepted" means that the points are in the server's memory; the server writes them to its
 * database within 5 seconds.
 *
 * <p>Thread-safe. Points of one thread keep their order.
 */
public final class ActiveRun implements AutoCloseable {
  private final RunSession session;

  /** Not the session's: an action that holds this run would keep it from being dropped. */
  final CancelActions cancelActions = new CancelActions();

  ActiveRun(RunSession session) {
    this.session = session;
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
   *     only white space, without U+0000 and unpaired surrogates. A run takes at most 100,000
   *     different names
   * @param value any double; NaN and the infinities are values, too
   * @throws IllegalArgumentException if the server would not take {@code step} or {@code name}, or
   *     if the run has 100,000 other names already
   * @throws IllegalStateException if the run is closed, or its project's name does not fit into a
   *     header
   * @throws UndeliveredException if the buffer stayed full for {@link RunOptions#fullBufferWait()
   *     fullBufferWait}, or the thread was interrupted while it waited for room (its flag is still
   *     set). The point was not logged
   * @throws RunNotFoundException if the server has no such run any more. The point was not logged
   */
  public void log(long step, String name, double value) {
    session.points().log(step, name, value);
  }

  /**
   * Logs several points at one step, at the time of the call: all of them or none. It waits, and
   * fails, as {@link #log(long, String, double)} does, and for mistakes in the map.
   *
   * @param step as for {@link #log(long, String, double)}
   * @param values the points by their metrics' names. Each is sent as the nearest double, as Java
   *     itself converts a long
   * @throws NullPointerException if {@code values} is null or has a null key or value
   * @throws IllegalArgumentException if {@code values} is empty, has more points than the buffer
   *     can hold or has a finite number beyond the range of double
   */
  public void log(long step, Map<String, ? extends Number> values) {
    PointMap points = PointMap.of(values);
    session.points().log(step, Delivery.NOW, points.names(), points.values());
  }

  /**
   * As {@link #log(long, Map)}, with a time of your own, which does not move that of other points.
   *
   * @param step as for {@link #log(long, String, double)}
   * @param time from 1970 to the end of the year 9999, to the millisecond. Among points of the same
   *     name and step, the server keeps the one with the latest time
   * @param values as for {@link #log(long, Map)}
   * @throws IllegalArgumentException if {@code time} is out of range, too
   */
  public void log(long step, Instant time, Map<String, ? extends Number> values) {
    long millis = io.github.plutojava.internal.wire.Metrics.millis(time);
    PointMap points = PointMap.of(values);
    session.points().log(step, millis, points.names(), points.values());
  }

  /**
   * Logs one point unless the buffer is full. Never waits, so Android's main thread may call it.
   * Otherwise as {@link #log(long, String, double)}, whose parameters and exceptions it has.
   *
   * @param step the step
   * @param name the metric's name
   * @param value the value
   * @return whether the point was logged; false if the buffer is full
   */
  public boolean tryLog(long step, String name, double value) {
    return session.points().tryLog(step, name, value);
  }

  /**
   * Implements an interface that is annotated {@link Metrics}, whose methods log to this run. The
   * library registers its names with the server within {@link RunOptions#flushInterval()
   * flushInterval}, whether anything is logged or not.
   *
   * @param type the interface
   * @param <T> its type
   * @return an instance of it, which is thread-safe; its methods throw what {@link #log(long, Map)}
   *     throws
   * @throws IllegalArgumentException if it is not such an interface; the message names the method
   *     and the mistake
   * @throws IllegalStateException as {@link #log(long, String, double)}
   */
  public <T> T metrics(Class<T> type) {
    return session.metrics(requireNonNull(type, "type"), this);
  }

  /** Flushes as {@link #flush(Duration)}, within {@link RunOptions#deliveryTimeout()}. */
  public void flush() {
    session.points().flush(session.options().deliveryTimeout());
  }

  /**
   * Waits until the server has accepted all points that any thread logged before this call, and
   * until the library has tried once to register their names; if only that fails, {@link
   * RunOptions.Builder#onProblem onProblem} is told. Other threads may go on logging. A pause
   * between two attempts is cut short, unless the server asked for it.
   *
   * <p>After the run was closed, this returns at once, or throws if points were refused or lost.
   *
   * @param limit up to 2147483647 milliseconds (almost 25 days); zero to try, but not to wait
   * @throws UndeliveredException if not all were accepted: some still wait when {@code limit} ends
   *     or everything is refused for now, some were refused for good (each later flush throws,
   *     too), the run was closed meanwhile, or the thread was interrupted (its flag is still set)
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public void flush(Duration limit) {
    session.points().flush(Limits.check("limit", limit));
  }

  /**
   * As {@link #flush(Duration)}, without waiting: takes no thread meanwhile.
   *
   * @param limit as for {@link #flush(Duration)}
   * @return completes as {@link #flush(Duration)} ends. Cancelling it does not stop the delivery
   */
  public CompletableFuture<Void> flushAsync(Duration limit) {
    return session.flushAsync(Limits.check("limit", limit));
  }

  /**
   * Finishes the run as {@link #finish(Duration)}, within {@link RunOptions#deliveryTimeout()
   * deliveryTimeout}.
   *
   * @return the status that the run has
   */
  public RunStatus finish() {
    return finish(session.options().deliveryTimeout());
  }

  /**
   * Finishes the run: delivers what waits, sets the status COMPLETED, and reads back what the
   * server made of that. The run takes no more points meanwhile and afterwards, and sends no more
   * heartbeats.
   *
   * <p>An ending that has taken effect stays: a later {@code finish} or {@code fail} sets no
   * status, and returns the same.
   *
   * @param limit for all of it, from 1 to 2147483647 milliseconds (almost 25 days)
   * @return the status that the run has. If it is not COMPLETED, the server has ignored the
   *     request, since the run was ended from elsewhere; {@link RunOptions.Builder#onProblem
   *     onProblem} is told of that, too
   * @throws UndeliveredException if points still wait when {@code limit} ends, or cannot be
   *     delivered for now: the status is as before, the run takes points again, and it can be
   *     finished later. Also if the server refused points for good: then the run has ended all the
   *     same, and the message says so
   * @throws PlutoException if the status could not be set or not be read back (the message says
   *     which), or if a {@code fail} came before the status was set
   * @throws PlutoTransportException also if the thread was interrupted ({@link
   *     PlutoTransportException#interrupted() interrupted()} is true, and the thread's flag stays
   *     set): the finish goes on within its limit
   * @throws IllegalStateException if the supplier of the API key fails, or the client is closed
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public RunStatus finish(Duration limit) {
    return session.finish(Limits.checkEnding(limit));
  }

  /**
   * As {@link #finish(Duration)}, without waiting. The run takes no more points once this method
   * returns.
   *
   * @param limit as for {@link #finish(Duration)}
   * @return completes as {@link #finish(Duration)} ends. Cancelling it does not stop the finish
   */
  public CompletableFuture<RunStatus> finishAsync(Duration limit) {
    return session.finishAsync(Limits.checkEnding(limit));
  }

  /**
   * As {@link #fail(Throwable, Duration)}, within {@link RunOptions#deliveryTimeout()
   * deliveryTimeout}.
   *
   * @param cause as for {@link #fail(Throwable, Duration)}
   * @return as {@link #fail(Throwable, Duration)}
   */
  public RunStatus fail(Throwable cause) {
    return fail(cause, session.options().deliveryTimeout());
  }

  /**
   * Fails the run: sets the status FAILED with the reason, reads it back, and delivers what waits
   * in the time that is left. Made for {@code catch} blocks, it never throws for what the server or
   * the network do: {@link RunOptions.Builder#onProblem onProblem} is told of it, and {@code cause}
   * gets it as suppressed exceptions. An interrupt ends only the wait (the flag stays set). An
   * ending that has taken effect stays, as for {@link #finish(Duration)}.
   *
   * @param cause what the program failed of. Its class, and the message and stack trace of it and
   *     its causes, are stored with the run, for all who may see it; use {@link #fail(String)} if
   *     you do not want that. At most 64 KiB are sent, and never the API key
   * @param limit for all of it, from 1 to 2147483647 milliseconds (almost 25 days)
   * @return the status that the run has; UNKNOWN if it could not be set, or was not waited for
   * @throws IllegalArgumentException if {@code limit} is out of range
   */
  public RunStatus fail(Throwable cause, Duration limit) {
    return session.fail(requireNonNull(cause, "cause"), Limits.checkEnding(limit));
  }

  /**
   * As {@link #fail(String, Duration)}, within {@link RunOptions#deliveryTimeout()
   * deliveryTimeout}.
   *
   * @param reason as for {@link #fail(String, Duration)}
   * @return as {@link #fail(Throwable, Duration)}
   */
  public RunStatus fail(@Nullable String reason) {
    return fail(reason, session.options().deliveryTimeout());
  }

  /**
   * As {@link #fail(Throwable, Duration)}, with a reason in words.
   *
   * @param reason is stored with the run. Null or blank is taken as {@code no reason given}
   * @param limit as for {@link #fail(Throwable, Duration)}
   * @return as {@link #fail(Throwable, Duration)}
   */
  public RunStatus fail(@Nullable String reason, Duration limit) {
    return session.fail(reason, Limits.checkEnding(limit));
  }

  /**
   * As {@link #fail(Throwable, Duration)}, without waiting.
   *
   * @param cause as for {@link #fail(Throwable, Duration)}
   * @param limit as for {@link #fail(Throwable, Duration)}
   * @return completes with the status, never by a failure. Cancelling it does not stop the fail
   */
  public CompletableFuture<RunStatus> failAsync(Throwable cause, Duration limit) {
    return session.failAsync(requireNonNull(cause, "cause"), Limits.checkEnding(limit));
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
    return session.points().stats();
  }

  /**
   * Closes the run: takes no more points, delivers what waits within {@link
   * RunOptions#closeTimeout() closeTimeout}, and ends the heartbeats. Never throws: {@link
   * RunOptions.Builder#onProblem onProblem} is told of points that are lost by it. This method
   * waits for that, too, for at least 1 second, unless {@code closeTimeout} is zero. An interrupt
   * ends only the wait (the flag stays set).
   *
   * <p>The status of the run stays as it is. Unless somebody else keeps the run alive, the server
   * marks it FAILED within 150 to 210 seconds, or after 30 minutes if it never had a heartbeat.
   * After a finish or fail, this does nothing more; it waits for one that is under way, at most for
   * {@code closeTimeout}.
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
