package io.github.plutojava.internal.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Takes points and delivers them. Each point goes into a buffer; one batch at a time is written as
 * lines and sent, until each of its points is accepted or refused. A batch that fails in passing is
 * sent again, one with a refused line is halved until what is refused is alone.
 *
 * <p>It has no thread. What blocks runs on the executor for sending: at most two tasks at a time,
 * one for a batch and one for names.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Delivery {
  /** For a point of the time at which it is logged. */
  public static final long NOW = Long.MIN_VALUE;

  /**
   * Costs nothing that counts until the first point.
   *
   * @param sending for what blocks; may refuse a task
   * @param completing completes futures, on which others' code may hang
   */
  public Delivery(
      DeliverySettings settings,
      Carrier carrier,
      Problems problems,
      Time time,
      Executor sending,
      Executor completing) {
    throw new UnsupportedOperationException();
  }

  /**
   * Logs a point at the time of the call; waits for room as long as the settings say.
   *
   * @throws IllegalArgumentException if the server would not take the name or the step, or if there
   *     are too many names
   */
  public Logged log(long step, String name, double value) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #log(long, String, double)}, but never waits. */
  public Logged tryLog(long step, String name, double value) {
    throw new UnsupportedOperationException();
  }

  /**
   * Logs several points at one step and time: all or none. The arrays are not kept.
   *
   * @param time in milliseconds since 1970, or {@link #NOW}. A time of the caller's own does not
   *     move the clock of other points
   * @param names each once, as many as there are values
   * @throws IllegalArgumentException if there is none or more than the buffer can hold, too
   */
  public Logged log(long step, long time, String[] names, double[] values) {
    throw new UnsupportedOperationException();
  }

  /**
   * Registers names before they have points.
   *
   * @throws IllegalArgumentException if the server would not take one, or if there are too many
   */
  public void register(Collection<String> names) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends what waits, without the usual interval. The future ends normally, with what became of the
   * points that were logged before this call: as soon as all are decided and an attempt was made to
   * register their names, when {@code limit} is over, or once an attempt that began after this call
   * says that they are kept. Zero tries, but does not wait.
   */
  public CompletableFuture<Flushed> flush(Duration limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #flush}, for the end of a run: names are tried until half of what is left of {@code
   * limit} once the points are decided has gone, at most 10 s.
   */
  public CompletableFuture<Flushed> drain(Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** Takes no more points. Callers that wait for room get {@link Logged#SHUT}. */
  public void shut() {
    throw new UnsupportedOperationException();
  }

  /** Takes points again, unless it was closed. */
  public void reopen() {
    throw new UnsupportedOperationException();
  }

  /**
   * The run is gone: nothing is sent, points that wait stay, {@link #log} and callers that wait for
   * room get {@link Logged#GONE}, and flushes end with {@code failure}.
   */
  public void gone(RuntimeException failure) {
    throw new UnsupportedOperationException();
  }

  /** The run is there again: what waits is sent. */
  public void back() {
    throw new UnsupportedOperationException();
  }

  /**
   * Drops what waits, ends all flushes and takes no more points. A request under way is left to its
   * carrier; if it is accepted after all, the account says so. Returns the account.
   */
  public Account close() {
    throw new UnsupportedOperationException();
  }

  public Account account() {
    throw new UnsupportedOperationException();
  }
}
