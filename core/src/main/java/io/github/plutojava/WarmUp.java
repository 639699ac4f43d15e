package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import java.security.Provider;
import java.security.Security;

/** Makes the first call of a process faster: what it would load is loaded in parallel. */
final class WarmUp implements Runnable {
  static { // Once per process.
    try {
      DaemonThreads.named("Pluto start").newThread(new WarmUp()).start();
    } catch (OutOfMemoryError e) { // Without a thread, the first call does it.
    }
  }

  private WarmUp() {}

  /**
   * Begins, unless it has begun before. Call it first: its thread works beside all that follows.
   */
  static void begin() {}

  /**
   * Loads the list of security providers, by which OkHttp recognizes its platform, and what reads
   * and writes JSON.
   */
  @Override
  public void run() {
    try {
      Provider[] unused = Security.getProviders();
      RunJson.write(ResumeTarget.byId(1));
    } catch (RuntimeException | Error e) { // The first call meets this, too, and reports it.
    }
  }
}
