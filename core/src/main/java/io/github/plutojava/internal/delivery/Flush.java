package io.github.plutojava.internal.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One caller who waits until all before a point is decided. Guarded by the delivery's lock. */
final class Flush {
  final CompletableFuture<Flushed> future = new CompletableFuture<>();

  /** The number of the first point that it does not wait for. */
  final long end;

  /** How many names it waits for. */
  final int names;

  /** The last attempts that it does not fail by: they began before it. */
  final long batchesBefore;

  final long namesBefore;

  /** Whether it ends a run, and so waits longer for names. */
  final boolean isEnding;

  /** When its limit is over. */
  final long deadline;

  /** How many of its points were refused; -1 while some of them wait. */
  long refused = -1;

  /** Whether names need not be waited for any more. */
  boolean isNamed;

  /** Whether it waits no longer, though not all is decided. */
  boolean isGivenUp;

  @Nullable Future<?> alarm;

  Flush(
      long end, int names, long batchesBefore, long namesBefore, boolean isEnding, long deadline) {
    this.end = end;
    this.names = names;
    this.batchesBefore = batchesBefore;
    this.namesBefore = namesBefore;
    this.isEnding = isEnding;
    this.deadline = deadline;
  }

  boolean isDone() {
    return isGivenUp || (refused >= 0 && isNamed);
  }
}
