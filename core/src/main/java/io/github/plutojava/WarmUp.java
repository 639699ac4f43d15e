package io.github.plutojava;

import io.github.plutojava.internal.http.HttpClients;

/** Makes the first call of a process faster: what it would load is loaded in parallel. */
final class WarmUp implements Runnable {
  static { // Once per process.
    HttpClients.warmUp(new WarmUp());
  }

  private WarmUp() {}

  /** Begins, unless it has begun before. */
  static void begin() {}

  /** Loads what reads and writes JSON. */
  @Override
  public void run() {
    RunJson.write(ResumeTarget.byId(1));
  }
}
