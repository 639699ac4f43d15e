package io.github.plutojava;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs problems that nobody else is told of: each kind at most once a minute. A kind is an
 * exception's class, but that points are lost is not the same kind as that they wait, or that one
 * of them was refused.
 */
final class LoggedProblems implements Consumer<PlutoException> {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger logger = Logger.getLogger("io.github.plutojava");
  private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();
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

  private static String kindOf(PlutoException problem) {
    String type = problem.getClass().getName();
    if (problem instanceof UndeliveredException undelivered && undelivered.refused() > 0) {
      boolean isOfOnePoint = problem.getCause() instanceof BadRequestException;
      return type + (isOfOnePoint ? " refused" : " lost");
    }
    return type;
  }

  @Override
  public void accept(PlutoException problem) {
    long now = nanoTime.getAsLong();
    boolean[] isDue = new boolean[1];
    lastLogged.compute(
        kindOf(problem),
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
