package io.github.plutojava.internal.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the parts of one delivery share.
 *
 * @param lock guards all that changes. It is held for moments only: never while lines are written
 *     or sent, and never while others' code runs
 */
record Shared(
    ReentrantLock lock,
    Clock clock,
    Ledger ledger,
    NameTable names,
    Gate gate,
    Flushes flushes,
    Executor sending,
    Carrier carrier,
    Problems problems) {
  /** Nothing is sent until the run is back. Under the lock. */
  void gone(RuntimeException failure, Later later) {
    if (!ledger.isClosed) {
      ledger.gone = failure;
      gate.changed();
      flushes.stopped(later);
    }
  }
}
