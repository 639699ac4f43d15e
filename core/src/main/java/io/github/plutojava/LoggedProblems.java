package io.github.plutojava;

import io.github.plutojava.internal.text.Text;
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
 * server refused points is not the same kind as that they wait. If the logger's level is FINE,
 * stack traces are logged, too.
 */
final class LoggedProblems implements Consumer<PlutoException> {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Bounds a line, since causes can form a circle. */
  private static final int MOST_CAUSES = 10;

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

  private static String message(PlutoException problem) {
    return problem.getMessage() + (problem.isSentAgain() ? "; what waits is sent again" : "");
  }

  /**
   * Returns all that a user needs, in one line: a stack trace shows only where in the library it
   * was met. Other exceptions give their cause in their own message.
   */
  private static String line(PlutoException problem) {
    StringBuilder line = new StringBuilder(message(problem));
    Throwable cause = problem instanceof UndeliveredException ? problem.getCause() : null;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      String words = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      boolean isOwn = cause instanceof PlutoException;
      line.append("; caused by: ").append(isOwn ? words : Text.line(words));
      cause = isOwn ? null : cause.getCause();
    }
    return line.toString();
  }

  @Override
  public void accept(PlutoException problem) {
    if (isExiting || isLoss(problem) || isDue(kindOf(problem))) {
      if (isExiting) {
        System.err.println("io.github.plutojava: " + line(problem));
      } else if (logger.isLoggable(Level.FINE)) {
        logger.log(Level.WARNING, message(problem), problem);
      } else {
        logger.warning(line(problem));
      }
    }
  }
}
