package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import org.jspecify.annotations.Nullable;

/** Runs something when the JVM exits, while it is set. Android has no such moment. */
final class ExitHook {
  private static final boolean IS_ANDROID = "Dalvik".equals(System.getProperty("java.vm.name"));

  private final Runnable task;

  /** Null while none is set. Held no longer, since it has what the task holds. */
  private @Nullable Thread hook;

  ExitHook(Runnable task) {
    this.task = task;
  }

  synchronized void set() {
    if (IS_ANDROID || hook != null) {
      return;
    }
    Thread next = DaemonThreads.named("Pluto exit").newThread(task);
    try {
      Runtime.getRuntime().addShutdownHook(next);
      hook = next;
    } catch (IllegalStateException e) { // The JVM is exiting already.
    }
  }

  synchronized void unset() {
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) { // The JVM is exiting already.
      }
      hook = null;
    }
  }
}
