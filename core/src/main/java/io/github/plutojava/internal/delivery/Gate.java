package io.github.plutojava.internal.delivery;

import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says who may add points, and lets callers wait for room. Strict order would make each call a
 * switch of threads, so a newcomer may pass those who wait, but only while there is room for all of
 * them. Guarded by the delivery's lock.
 */
final class Gate {
  private final ReentrantLock lock;
  private final Condition changed;
  private final Ledger ledger;
  private final Clock clock;
  private final int capacity;
  private final long waitNanos;
  private boolean isShut;

  /** The points of those who wait. */
  private long awaited;

  Gate(ReentrantLock lock, Ledger ledger, Clock clock, DeliverySettings settings) {
    this.lock = lock;
    this.changed = lock.newCondition();
    this.ledger = ledger;
    this.clock = clock;
    this.capacity = settings.maxBufferedPoints();
    this.waitNanos = settings.fullBufferWait().toNanos();
  }

  /** Returns whether a newcomer with so many points may add them now, or why not. */
  Logged admit(int count) {
    return answer(count, awaited);
  }

  private Logged answer(int count, long othersFirst) {
    if (isShut || ledger.isClosed) {
      return Logged.SHUT;
    }
    if (ledger.gone != null) {
      return Logged.GONE;
    }
    return count + othersFirst <= capacity - ledger.points.size() ? Logged.ADDED : Logged.FULL;
  }

  /** As {@link #admit}, after a wait for room. */
  Logged await(int count) {
    if (waitNanos == 0) {
      return admit(count);
    }
    boolean[] isOver = {false};
    Future<?> end = clock.schedule(waitNanos, () -> end(isOver));
    awaited += count;
    try {
      Logged answer = answer(count, 0);
      while (answer == Logged.FULL && !isOver[0]) {
        changed.await();
        answer = answer(count, 0);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Logged.INTERRUPTED;
    } finally {
      awaited -= count;
      end.cancel(false);
    }
  }

  private void end(boolean[] isOver) {
    lock.lock();
    try {
      isOver[0] = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void setShut(boolean isShut) {
    this.isShut = isShut;
    changed.signalAll();
  }

  /** To be called when there may be room, and when nobody may add points any more. */
  void changed() {
    if (awaited > 0) {
      changed.signalAll();
    }
  }
}
