package io.github.plutojava.internal.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What became of the points, and in what state the delivery is. Points are decided in their order,
 * so two numbers say which: those before the first that waits are accepted or refused. Guarded by
 * the delivery's lock.
 */
final class Ledger {
  final Points points = new Points();
  long refused;
  long failedRequests;

  /** The last failure since an acceptance. */
  @Nullable RuntimeException failing;

  /** What refused a point last. */
  @Nullable RuntimeException refusal;

  /** Why the run is gone, while it is. */
  @Nullable RuntimeException gone;

  /** Read without the lock, too. */
  volatile boolean isClosed;

  /** Returns whether nothing may be sent. */
  boolean isStopped() {
    return isClosed || gone != null;
  }

  Account account() {
    long decided = points.first();
    return new Account(points.end(), decided - refused, refused, points.size(), failedRequests);
  }

  /** Returns why points that wait cannot be sent for now. */
  @Nullable RuntimeException failure() {
    return gone != null ? gone : failing;
  }

  /** Returns what became of the points before {@code end}, of which so many were refused. */
  Flushed flushed(long end, long refusedBefore) {
    long waiting = Math.max(0, end - points.first());
    RuntimeException cause = refusedBefore > 0 ? refusal : null;
    if (waiting > 0) {
      RuntimeException current = failure();
      cause = current != null ? current : cause;
    }
    return new Flushed(waiting, refusedBefore, cause, isClosed);
  }
}
