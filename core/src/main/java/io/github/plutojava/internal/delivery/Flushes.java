package io.github.plutojava.internal.delivery;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Those who wait for a flush, each until what it waits for is decided. */
final class Flushes {
  private static final long LONGEST_FOR_NAMES = TimeUnit.SECONDS.toNanos(10);

  private final ReentrantLock lock;
  private final Ledger ledger;
  private final Clock clock;
  private final Executor completing;
  private final List<Flush> pending = new ArrayList<>();

  Flushes(ReentrantLock lock, Ledger ledger, Clock clock, Executor completing) {
    this.lock = lock;
    this.ledger = ledger;
    this.clock = clock;
    this.completing = completing;
  }

  /** Adds one, which may be done at once. Under the lock. */
  void add(Flush flush, Later later) {
    pending.add(flush);
    if (ledger.isStopped()) {
      stopped(later); // There may be no clock any more.
      return;
    }
    decided(later);
    if (!flush.isDone() && flush.alarm == null) {
      flush.alarm = clock.schedule(flush.deadline - clock.now(), () -> end(flush));
    }
  }

  /** Returns whether somebody waits. Under the lock. */
  boolean isAwaited() {
    return !pending.isEmpty();
  }

  /** Some points were decided. Under the lock. */
  void decided(Later later) {
    for (Flush flush : pending) {
      if (flush.refused < 0 && ledger.points.first() >= flush.end) {
        flush.refused = ledger.refused;
        if (flush.isEnding && !flush.isNamed) {
          limitNames(flush);
        }
      }
    }
    endDone(later);
  }

  private void limitNames(Flush flush) {
    long left = flush.deadline - clock.now();
    cancel(flush.alarm);
    flush.alarm = clock.schedule(Math.min(left / 2, LONGEST_FOR_NAMES), () -> end(flush));
  }

  /** So many names are registered, or refused for good. Under the lock. */
  void named(int count, Later later) {
    for (Flush flush : pending) {
      flush.isNamed |= flush.names <= count;
    }
    endDone(later);
  }

  /** An attempt to register names failed. Under the lock. */
  void unnamed(long attempt, Later later) {
    for (Flush flush : pending) {
      flush.isNamed |= !flush.isEnding && attempt > flush.namesBefore;
    }
    endDone(later);
  }

  /** An attempt found that the points are kept. Under the lock. */
  void kept(long attempt, Later later) {
    for (Flush flush : pending) {
      flush.isGivenUp |= flush.refused < 0 && attempt > flush.batchesBefore;
    }
    endDone(later);
  }

  /** Nothing is sent any more. Under the lock. */
  void stopped(Later later) {
    for (Flush flush : pending) {
      flush.isGivenUp = true;
    }
    endDone(later);
  }

  private void endDone(Later later) {
    for (Iterator<Flush> all = pending.iterator(); all.hasNext(); ) {
      Flush flush = all.next();
      if (flush.isDone()) {
        all.remove();
        cancel(flush.alarm);
        Flushed flushed = result(flush);
        later.add(() -> complete(flush, flushed));
      }
    }
  }

  private Flushed result(Flush flush) {
    return ledger.flushed(flush.end, flush.refused < 0 ? ledger.refused : flush.refused);
  }

  /** The time of {@code flush} is over. */
  private void end(Flush flush) {
    Later later = new Later();
    lock.lock();
    try {
      flush.isGivenUp = true;
      endDone(later);
    } finally {
      lock.unlock();
    }
    later.run();
  }

  private static void cancel(@Nullable Future<?> alarm) {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  /** What hangs on the future may take its time, so it runs elsewhere. */
  private void complete(Flush flush, Flushed flushed) {
    try {
      completing.execute(() -> flush.future.complete(flushed));
    } catch (RejectedExecutionException e) {
      flush.future.complete(flushed);
    }
  }
}
