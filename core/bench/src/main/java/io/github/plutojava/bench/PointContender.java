package io.github.plutojava.bench;

/** One way to bring points to a server. */
interface PointContender {
  /** Brings the points of so many steps, and returns once the server has taken all of them. */
  void deliver(int steps) throws Exception;
}
