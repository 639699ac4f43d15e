package io.github.plutojava.internal.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says who may add points, and lets callers wait for room. Strict order would make each call a
 * switch of threads, so whoever comes later may pass those who wait, but only while there is room
 * for all of them. Guarded by the delivery's lock.
 */
final class Gate {
  private final ReentrantLock lock;
  private final Condition changed;
  private final Ledger ledger;
  private final Clock clock;
  private final int capacity;
  private final long waitNanos;
  private boolean isShut;

  /** Those who wait, in the order in which they came. */
  private final Deque<Waiter> waiting = new ArrayDeque<>();

  /** How many points they have together. */
  private long awaited;

  private static final class Waiter {
    final int count;
    boolean isTimeOver;

    Waiter(int count) {
      this.count = count;
    }
  }

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

  private Logged answer(int count, long before) {
    if (isShut || ledger.isClosed) {
      return Logged.SHUT;
    }
    if (ledger.gone != null) {
      return Logged.GONE;
    }
    return count + before <= capacity - ledger.points.size() ? Logged.ADDED : Logged.FULL;
  }

  /** As {@link #admit}, after a wait for room. */
  Logged await(int count) {
    if (waitNanos == 0) {
      return admit(count);
    }
    Waiter waiter = new Waiter(count);
    Future<?> end = clock.schedule(waitNanos, () -> end(waiter));
    waiting.add(waiter);
    awaited += count;
    Logged answer = Logged.FULL;
    try {
      answer = answer(count, before(waiter));
      while (answer == Logged.FULL && !waiter.isTimeOver) {
        changed.await();
        answer = answer(count, before(waiter));
      }
    } catch (InterruptedException e) {
      answer = Logged.INTERRUPTED;
      Thread.currentThread().interrupt();
    } finally {
      end.cancel(false);
      waiting.remove(waiter);
      awaited -= count;
      if (answer != Logged.ADDED) {
        changed(); // Those behind may have room now.
      }
    }
    return answer;
  }

  /** Returns how many points those have who have waited longer. */
  private long before(Waiter waiter) {
    long before = 0;
    for (Waiter each : waiting) {
      if (each == waiter) {
        break;
      }
      before += each.count;
    }
    return before;
  }

  private void end(Waiter waiter) {
    lock.lock();
    try {
      waiter.isTimeOver = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void setShut(boolean isShut) {
    this.isShut = isShut;
    changed.signalAll();
  }

  /** Returns whether somebody waits for room. */
  boolean isAwaited() {
    return awaited > 0;
  }

  /** To be called when there may be room, and when nobody may add points any more. */
  void changed() {
    if (awaited > 0) {
      changed.signalAll();
    }
  }
}
