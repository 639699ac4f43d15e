package io.github.plutojava.internal.delivery;

/** What became of a call that logs. */
public enum Logged {
  /** The points are in the buffer. */
  ADDED,
  /** There was no room, not even after the wait. */
  FULL,
  /** The caller was interrupted while it waited for room; its flag is set. */
  INTERRUPTED,
  /** The delivery takes no more points: it was shut or closed. */
  SHUT,
  /** The run is gone. */
  GONE
}
