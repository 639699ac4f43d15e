package io.github.plutojava.internal.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of one kind, one at a time, when they are due. A request is claimed under the
 * delivery's lock, made without it on the executor's thread, and settled under it again. The next
 * one that is due is made on the same thread, since another one would have to be woken and would
 * find nothing in its processor's cache. After some time, if others wait for a thread, it is put at
 * the end of the executor's queue, so that many runs take turns.
 */
abstract class Courier implements Runnable {
  static final long NEVER = Long.MAX_VALUE;

  /** For how long one request after another is begun on the same thread, in nanoseconds. */
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);

  final Shared shared;
  final Pause pause = new Pause();
  private final ReentrantLock lock;
  private final Clock clock;
  private @Nullable Future<?> alarm;
  private boolean isUnderWay;

  /** The number of the last request that was begun. */
  private long attempts;

  /** Whether somebody wants a request that has not begun. */
  private boolean isWanted;

  Courier(Shared shared) {
    this.shared = shared;
    this.lock = shared.lock();
    this.clock = shared.clock();
  }

  /** Returns from when on there is a request to make, or {@link #NEVER}. */
  abstract long due(long now);

  /** Makes the request, without the lock. Returns null if there is none to make after all. */
  abstract @Nullable Verdict request();

  /** Does what follows. Under the lock. */
  abstract void settle(Verdict verdict, Later later);

  /** Begins what is due. */
  final void wake() {
    boolean isClaimed;
    lock.lock();
    try {
      isClaimed = claim();
    } finally {
      lock.unlock();
    }
    if (isClaimed) {
      start();
    }
  }

  /** Returns whether the caller is to {@link #start} a request, once it has left the lock. */
  final boolean claim() {
    if (isUnderWay) {
      return false;
    }
    long now = clock.now();
    long due = due(now);
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
    if (due <= now) {
      isUnderWay = true;
      return true;
    }
    if (due != NEVER) {
      alarm = clock.schedule(due - now, this::wake);
    }
    return false;
  }

  final void start() {
    try {
      shared.sending().execute(this);
    } catch (RejectedExecutionException e) {
      if (end(passing("no thread can be had to send on", e))) {
        start();
      }
    }
  }

  @Override
  public final void run() {
    long end = clock.now() + TURN;
    while (end(attempt())) {
      if (clock.now() >= end && isHandedOver()) {
        return;
      }
    }
  }

  /** Returns whether another thread makes the next request. If nobody waits, this one goes on. */
  private boolean isHandedOver() {
    Executor sending = shared.sending();
    if (sending instanceof ThreadPoolExecutor pool && pool.getQueue().isEmpty()) {
      return false;
    }
    try {
      sending.execute(this);
      return true;
    } catch (RejectedExecutionException e) { // No thread can be had but this one.
      return false;
    }
  }

  private @Nullable Verdict attempt() {
    boolean unused = Thread.interrupted(); // A key supplier, say, may have left its flag.
    try {
      return request();
    } catch (RuntimeException e) {
      return Verdict.failed(Verdict.Kind.PASSING, e, null);
    } catch (Error e) { // As when memory is short for a moment.
      return passing("the delivery failed in the client", e);
    }
  }

  private static Verdict passing(String what, Throwable cause) {
    return Verdict.failed(Verdict.Kind.PASSING, new IllegalStateException(what, cause), null);
  }

  /** Returns whether the next request is claimed. */
  private boolean end(@Nullable Verdict verdict) {
    Later later = new Later();
    boolean isClaimed;
    lock.lock();
    try {
      isUnderWay = false;
      if (verdict != null) {
        settle(verdict, later);
      }
      isClaimed = claim();
    } finally {
      lock.unlock();
    }
    boolean isTold = false;
    try {
      later.run();
      isTold = true;
    } finally {
      if (isClaimed && !isTold) {
        start();
      }
    }
    return isClaimed;
  }

  final boolean isUnderWay() {
    return isUnderWay;
  }

  /** Returns whether a request is neither under way nor waiting for the end of a pause. */
  final boolean isIdle() {
    return !isUnderWay && !pause.isOn();
  }

  final long attempts() {
    return attempts;
  }

  /** Notes that a request begins, under the lock. */
  final void begin() {
    attempts++;
    isWanted = false;
    pause.end();
  }

  /** Cuts a pause short, also the one that a request under way may lead to. */
  final void hurry() {
    isWanted = true;
    pause.cut(clock.now());
  }

  /** Begins a pause after a failure, of the length that it calls for. */
  final void pauseAfter(Verdict verdict, boolean isLong) {
    long now = clock.now();
    if (isLong) {
      pause.beginLong(now, verdict.retryAfter());
    } else {
      pause.begin(now, clock.random(), verdict.retryAfter());
    }
    if (isWanted) {
      pause.cut(now);
    }
  }
}
