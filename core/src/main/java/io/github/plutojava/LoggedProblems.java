package io.github.plutojava;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs problems that nobody else is told of: each kind at most once a minute. */
final class LoggedProblems implements Consumer<PlutoException> {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger logger = Logger.getLogger("io.github.plutojava");
  private final Map<Class<?>, Long> lastLogged = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /** Whether the JVM exits, which closes the handlers of the log. */
  private volatile boolean isExiting;

  LoggedProblems(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Prints from now on. */
  void toSystemErr() {
    isExiting = true;
  }

  @Override
  public void accept(PlutoException problem) {
    long now = nanoTime.getAsLong();
    boolean[] isDue = new boolean[1];
    lastLogged.compute(
        problem.getClass(),
        (kind, last) -> {
          isDue[0] = isExiting || last == null || now - last >= PAUSE_NANOS;
          return isDue[0] ? Long.valueOf(now) : last;
        });
    if (isDue[0]) {
      if (isExiting) {
        System.err.println("io.github.plutojava: " + problem.getMessage());
      } else {
        logger.log(Level.WARNING, problem.getMessage(), problem);
      }
    }
  }
}
