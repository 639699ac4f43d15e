package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;

/** What the program wants to do when its run is cancelled, each on a thread of its own. */
final class CancelActions {
  private final ThreadFactory threads = DaemonThreads.named("Pluto cancel action");
  private final Queue<Runnable> actions = new ArrayDeque<>();

  /** Adds an action, which runs at once if the run was cancelled already. */
  void add(Runnable action, RunSession session) {
    synchronized (actions) {
      actions.add(action);
    }
    if (session.isCancelled()) {
      startAll();
    }
  }

  /** Starts the actions that were added, each once. */
  void startAll() {
    synchronized (actions) {
      while (!actions.isEmpty()) {
        threads.newThread(actions.peek()).start();
        actions.remove();
      }
    }
  }
}
