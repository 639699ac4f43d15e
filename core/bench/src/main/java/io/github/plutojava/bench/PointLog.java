package io.github.plutojava.bench;

/** One way to hand over points to another thread. */
interface PointLog {
  void log(long step, String name, double value);

  /** Waits until the other thread has taken all. */
  void drain() throws InterruptedException;
}
