package io.github.plutojava.internal.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What became of the points that were logged before a flush began.
 *
 * @param waiting how many of them were neither accepted nor refused
 * @param refused how many of them were refused
 * @param cause the last failure that they met, if any
 * @param closed whether the delivery was closed
 */
public record Flushed(
    long waiting, long refused, @Nullable RuntimeException cause, boolean closed) {
  /** Returns the same for a delivery that is closed next: nothing that waits is sent any more. */
  public Flushed asClosed() {
    return new Flushed(waiting, refused, cause, true);
  }

  /** Returns whether all of them were accepted. */
  public boolean isAccepted() {
    return waiting == 0 && refused == 0;
  }
}
