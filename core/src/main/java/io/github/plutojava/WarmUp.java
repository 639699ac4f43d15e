package io.github.plutojava;

import io.github.plutojava.internal.http.HttpClients;

/** Makes the first call of a process wait less: what it would load is loaded beside it. */
final class WarmUp implements Runnable {
  static { // Once in a process.
    HttpClients.warmUp(new WarmUp());
  }

  private WarmUp() {}

  /** Begins, unless that has been done. */
  static void begin() {}

  /** Loads what reads and writes JSON. */
  @Override
  public void run() {
    RunJson.write(ResumeTarget.byId(1));
  }
}
