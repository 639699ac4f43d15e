package io.github.plutojava.internal.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes points and delivers them. Each point goes into a buffer; one batch at a time is written as
 * lines and sent, until each of its points is accepted or refused. A batch that fails in passing is
 * sent again, one with a refused line is halved until what is refused is alone.
 *
 * <p>It has no thread. What blocks runs on the executor for sending: at most two tasks at a time,
 * one for a batch and one for names.
 */
public final class Delivery {
  /** For a point of the time at which it is logged. */
  public static final long NOW = Long.MIN_VALUE;

  private final ReentrantLock lock = new ReentrantLock();
  private final Ledger ledger = new Ledger();
  private final NameTable names = new NameTable();
  private final Time time;
  private final Clock clock;
  private final Gate gate;
  private final Shared shared;
  private final Backlog backlog;
  private final NamePosts namePosts;
  private final Batches batches;
  private final Intake intake;

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
    this.time = time;
    clock = new Clock(time);
    gate = new Gate(lock, ledger, clock, settings);
    Flushes flushes = new Flushes(lock, ledger, clock, completing);
    shared = new Shared(lock, clock, ledger, names, gate, flushes, sending, carrier, problems);
    backlog = new Backlog(ledger.points, clock, settings);
    namePosts = new NamePosts(shared);
    batches = new Batches(shared, backlog, namePosts);
    intake = new Intake(shared, settings, backlog, namePosts, batches);
  }

  /**
   * Logs a point at the time of the call; waits for room as long as the settings say.
   *
   * @throws IllegalArgumentException if the server would not take the name or the step, or if there
   *     are too many names
   */
  public Logged log(long step, String name, double value) {
    return intake.log(time.millis(), step, name, value);
  }

  /** As {@link #log(long, String, double)}, but never waits. */
  public Logged tryLog(long step, String name, double value) {
    return intake.tryLog(time.millis(), step, name, value);
  }

  /**
   * Logs several points at one step and time: all or none. The arrays are not kept.
   *
   * @param time in milliseconds since 1970, as {@code PointRules.millis} returns it, or {@link
   *     #NOW}. A time of the caller's own does not move the clock of the other points
   * @param names each once, as many as there are values
   * @throws IllegalArgumentException as above, and if there is none or more than the buffer holds
   */
  public Logged log(long step, long time, String[] names, double[] values) {
    return intake.log(step, time, names, values);
  }

  /**
   * Registers names before they have points.
   *
   * @throws IllegalArgumentException if the server would not take one, or if there are too many
   */
  public void register(Collection<String> names) {
    intake.register(names);
  }

  /**
   * Sends what waits, without the usual interval. The future ends normally, with what became of the
   * points that were logged before this call: as soon as all are decided and an attempt was made to
   * register their names, when {@code limit} is over, or once an attempt that began after this call
   * says that they are kept. Zero tries, but does not wait.
   */
  public CompletableFuture<Flushed> flush(Duration limit) {
    return flush(limit, false);
  }

  /**
   * As {@link #flush}, for the end of a run: names are tried until half of what is left of {@code
   * limit} once the points are decided has gone, at most 10 s.
   */
  public CompletableFuture<Flushed> drain(Duration limit) {
    return flush(limit, true);
  }

  private CompletableFuture<Flushed> flush(Duration limit, boolean isEnding) {
    Later later = new Later();
    Flush flush;
    boolean isBatchClaimed = false;
    boolean isPostClaimed = false;
    lock.lock();
    try {
      flush =
          new Flush(
              ledger.points.end(),
              names.count(),
              batches.attempts(),
              namePosts.attempts(),
              isEnding,
              clock.now() + limit.toNanos());
      flush.isNamed = namePosts.isDone();
      if (isEnding) {
        namePosts.setEnding(true);
      }
      backlog.want();
      batches.hurry();
      namePosts.want();
      namePosts.hurry();
      shared.flushes().add(flush, later);
      isBatchClaimed = batches.claim();
      isPostClaimed = namePosts.claim();
    } finally {
      lock.unlock();
      if (isBatchClaimed) {
        batches.start();
      }
      if (isPostClaimed) {
        namePosts.start();
      }
    }
    later.run();
    return flush.future;
  }

  /** Takes no more points. Callers that wait for room get {@link Logged#SHUT}. */
  public void shut() {
    setShut(true);
  }

  /** Takes points again, unless it was closed. */
  public void reopen() {
    setShut(false);
  }

  private void setShut(boolean isShut) {
    lock.lock();
    try {
      gate.setShut(isShut);
      if (!isShut) {
        namePosts.setEnding(false);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The run is gone: nothing is sent, points that wait stay, {@link #log} and callers that wait for
   * room get {@link Logged#GONE}, and flushes end with {@code failure}.
   */
  public void gone(RuntimeException failure) {
    Later later = new Later();
    lock.lock();
    try {
      shared.gone(failure, later);
    } finally {
      lock.unlock();
    }
    later.run();
  }

  /** The run is there again: what waits is sent. */
  public void back() {
    lock.lock();
    try {
      ledger.gone = null;
      batches.pause.clear();
      namePosts.pause.clear();
      backlog.want();
    } finally {
      lock.unlock();
    }
    batches.wake();
    namePosts.wake();
  }

  /**
   * Drops what waits, ends all flushes and takes no more points. A request under way is left to its
   * carrier; if it is accepted after all, the account says so. Returns the account.
   */
  public Account close() {
    Later later = new Later();
    Account account;
    lock.lock();
    try {
      ledger.isClosed = true;
      account = ledger.account();
      gate.changed();
      shared.flushes().stopped(later);
      batches.drop();
    } finally {
      lock.unlock();
    }
    batches.wake(); // Only to turn off their alarms.
    namePosts.wake();
    later.run();
    return account;
  }

  public Account account() {
    lock.lock();
    try {
      return ledger.account();
    } finally {
      lock.unlock();
    }
  }

  /** Returns why points that wait cannot be sent for now, or null if nothing is known to fail. */
  public @Nullable RuntimeException failure() {
    lock.lock();
    try {
      return ledger.failure();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a caller waits for room, or somebody for a flush. */
  public boolean isAwaited() {
    lock.lock();
    try {
      return gate.isAwaited() || shared.flushes().isAwaited();
    } finally {
      lock.unlock();
    }
  }
}
