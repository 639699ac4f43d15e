package io.github.plutojava;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Logs problems that nobody else is told of: each kind at most once a minute, but each loss by the
 * end of a run, of which there is one for a run. A kind is an exception's class, but that the
 * server refused points is not the same kind as that they wait.
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
    return problem instanceof UndeliveredException undelivered && undelivered.refused() > 0
        ? type + " refused"
        : type;
  }

  private static boolean isLoss(PlutoException problem) {
    return problem instanceof UndeliveredException undelivered && undelivered.isLoss();
  }

  private boolean isDue(String kind) {
    long now = nanoTime.getAsLong();
    boolean[] isDue = new boolean[1];
    lastLogged.compute(
        kind,
        (key, last) -> {
          isDue[0] = last == null || now - last >= PAUSE_NANOS;
          return isDue[0] ? Long.valueOf(now) : last;
        });
    return isDue[0];
  }

  @Override
  public void accept(PlutoException problem) {
    if (isExiting || isLoss(problem) || isDue(kindOf(problem))) {
      if (isExiting) {
        System.err.println("io.github.plutojava: " + problem.getMessage());
      } else {
        logger.log(Level.WARNING, problem.getMessage(), problem);
      }
    }
  }
}
