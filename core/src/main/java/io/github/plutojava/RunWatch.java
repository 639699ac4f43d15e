package io.github.plutojava;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one run alive by heartbeats, and does what their answers call for. A run that gets none,
 * and one that is gone, is seen to now and then: if the server says that it has no such run, it is
 * asked again, by a heartbeat or, if there are none, by a look.
 */
final class RunWatch {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long GONE_NANOS = Duration.ofSeconds(30).toNanos();

  /** How often to look for runs that were dropped, if there is nothing else to do. */
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

  /** Of failures one after the other, the first is told, and each of this many. */
  private static final int TOLD_EACH = 6;

  private final RunSession session;
  private final RunCalls calls;
  private final Revival revival;
  private final RunThreads threads;
  private final long intervalNanos;
  private final AtomicInteger failures = new AtomicInteger();

  /** Only the turn that was planned last asks, and plans another. */
  private int turns;

  private @Nullable Future<?> next;
  private boolean isPaused;
  private volatile boolean isResting;

  RunWatch(RunSession session, RunCalls calls, Revival revival, RunThreads threads) {
    this.session = session;
    this.calls = calls;
    this.revival = revival;
    this.threads = threads;
    intervalNanos = session.options().heartbeatInterval().toNanos();
  }

  private boolean sendsHeartbeats() {
    return intervalNanos > 0 && !isResting && !session.isCancelled();
  }

  /** Sends the first heartbeat soon, and then one each interval. */
  synchronized void begin() {
    if (!isPaused) {
      plan(sendsHeartbeats() ? 0 : session.points().isGone() ? GONE_NANOS : IDLE_NANOS);
    }
  }

  /** Asks in a while whether the run, which is gone, is there again. */
  synchronized void askLater() {
    if (!isPaused) {
      cancelNext();
      plan(GONE_NANOS);
    }
  }

  /** Asks nothing from now on. */
  synchronized void pause() {
    isPaused = true;
    turns++;
    cancelNext();
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  /** Takes {@link #pause} back. */
  void goOn() {
    goOn(false);
  }

  /** Takes {@link #pause} back, but for the heartbeats. */
  void rest() {
    goOn(true);
  }

  private synchronized void goOn(boolean isResting) {
    if (isPaused || this.isResting != isResting) {
      isPaused = false;
      this.isResting = isResting;
      cancelNext();
      begin();
    }
  }

  private synchronized void plan(long nanos) {
    int turn = ++turns;
    next = threads.schedule(nanos, () -> start(turn));
  }

  private void start(int turn) {
    try {
      threads.heartbeats().execute(() -> take(turn));
    } catch (RejectedExecutionException e) { // No thread can be made now.
      planAfter(turn, 0);
    }
  }

  private void take(int turn) {
    long begun = threads.nanoTime().getAsLong();
    if (attempt(turn, () -> ask(turn))) {
      startRevival(turn);
    } else {
      planAfter(turn, threads.nanoTime().getAsLong() - begun);
    }
  }

  /** Returns whether the run is to be revived. */
  private boolean ask(int turn) {
    session.closeDropped();
    if (session.isCancelled()) {
      session.setCancelled(); // For an action for which no thread could be made.
    }
    boolean isBeat = sendsHeartbeats();
    if (!isCurrent(turn) || (!isBeat && !session.points().isGone())) {
      return false;
    }
    RunStatus status = isBeat ? calls.beat(LIMIT) : calls.lookPromptly(LIMIT);
    session.points().setThere();
    if (status == RunStatus.CANCELLED) {
      session.setCancelled();
    }
    return isBeat && status == RunStatus.FAILED;
  }

  /** On a thread of its own, since it can take long: other runs' heartbeats go on meanwhile. */
  private void startRevival(int turn) {
    try {
      threads
          .revivals()
          .execute(
              () -> {
                boolean unused = attempt(turn, this::revive);
                planAfter(turn, 0); // The next heartbeat shows whether it helped.
              });
    } catch (RejectedExecutionException e) { // No thread can be made now.
      planAfter(turn, 0);
    }
  }

  private boolean revive() {
    revival.reviveIfByMonitor();
    return false;
  }

  /** Returns what {@code task} returns, or false if it fails. */
  private boolean attempt(int turn, BooleanSupplier task) {
    try {
      boolean isUnsettled = task.getAsBoolean();
      if (!isUnsettled) {
        failures.set(0);
      }
      return isUnsettled;
    } catch (RunNotFoundException e) {
      session.setGone(e);
    } catch (RuntimeException e) {
      failed(turn, e);
    } catch (Error e) { // As when memory is short for a moment.
      failed(turn, new IllegalStateException("the heartbeat failed in the client", e));
    }
    return false;
  }

  private void failed(int turn, RuntimeException failure) {
    if (isCurrent(turn) && !session.isClosing()) { // A pause or a close may cut it off.
      int count = failures.incrementAndGet();
      if (count == 1 || count % TOLD_EACH == 0) {
        session.tell(failure);
      }
    }
  }

  private void planAfter(int turn, long nanosGone) {
    long pause = sendsHeartbeats() ? Math.max(0, intervalNanos - nanosGone) : IDLE_NANOS;
    long nanos = session.points().isGone() ? GONE_NANOS : pause;
    synchronized (this) {
      if (isCurrent(turn)) {
        plan(nanos);
      }
    }
  }

  private synchronized boolean isCurrent(int turn) {
    return turn == turns;
  }
}
