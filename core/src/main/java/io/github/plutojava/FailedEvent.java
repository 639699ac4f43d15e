package io.github.plutojava;

/**
 * The last change of a run's status, if it was one to FAILED.
 *
 * @param id tells it apart from other changes; empty if there was no such change
 * @param source who made it
 */
record FailedEvent(String id, String source) {
  /** The last change was none to FAILED. */
  static final FailedEvent NONE = new FailedEvent("", "");

  /** Whether it was the server itself, which had heard nothing of the run for too long. */
  boolean isByMonitor() {
    return source.equals("stale-monitor");
  }
}
