package io.github.plutojava;

import io.github.plutojava.internal.delivery.Account;
import io.github.plutojava.internal.delivery.Delivery;
import io.github.plutojava.internal.delivery.Flushed;
import io.github.plutojava.internal.delivery.Logged;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Logs to one run: what its delivery says becomes what users see. */
final class RunPoints {
  /** What fits into a header, in which the project's name travels with points. */
  private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private static final ApiError NO_SUCH_RUN = new ApiError(404, "Run not found", null, "", 1, null);

  private final ResumedRun run;
  private final RunOptions options;
  private final Undelivered undelivered;
  private final Delivery delivery;
  private final boolean isLoggable;
  private final Object goneLock = new Object();
  private volatile boolean isGone;

  /** The delivery knows a moment before this is set. */
  private volatile @Nullable RunNotFoundException lastGone;

  RunPoints(ResumedRun run, RunOptions options, Delivery delivery) {
    this.run = run;
    this.options = options;
    this.delivery = delivery;
    undelivered = new Undelivered(run);
    isLoggable = HEADER_VALUE.matcher(run.projectName()).matches();
  }

  void log(long step, String name, double value) {
    requireLoggable();
    require(delivery.log(step, name, value), 1);
  }

  boolean tryLog(long step, String name, double value) {
    requireLoggable();
    Logged logged = delivery.tryLog(step, name, value);
    if (logged == Logged.FULL) {
      return false;
    }
    require(logged, 1);
    return true;
  }

  /**
   * Logs points of one step and time: all or none.
   *
   * @param time in milliseconds since 1970, or {@link Delivery#NOW}
   */
  void log(long step, long time, String[] names, double[] values) {
    requireLoggable();
    require(delivery.log(step, time, names, values), names.length);
  }

  /**
   * Implements the interface.
   *
   * @param owner is not dropped while the program holds the result
   */
  <T> T metrics(Class<T> type, ActiveRun owner) {
    requireLoggable();
    return MetricsProxy.create(type, owner, this, delivery);
  }

  private void requireLoggable() {
    if (!isLoggable) {
      throw new IllegalStateException(
          "cannot log to "
              + Describe.run(run)
              + ": its project's name travels in an HTTP header, and is not visible ASCII; rename"
              + " the project");
    }
  }

  private void require(Logged logged, int points) {
    switch (logged) {
      case ADDED -> {}
      case FULL -> throw undelivered.full(points, options, delivery.failure());
      case INTERRUPTED -> throw undelivered.interrupted("room in the buffer", points, 0);
      case SHUT -> throw closedException();
      case GONE -> throw goneException();
    }
  }

  IllegalStateException closedException() {
    return new IllegalStateException(
        "cannot log to " + Describe.run(run) + ": it was ended or closed; resume it again");
  }

  private RuntimeException goneException() {
    RunNotFoundException gone = lastGone;
    return new RunNotFoundException(
        "cannot log to "
            + Describe.run(run)
            + ": the server has no such run; it may have been deleted. What was logged waits until"
            + " the run is there again or is closed",
        gone == null ? NO_SUCH_RUN : gone.answer());
  }

  /** Notes that the server has no such run, and returns whether that is news. */
  boolean setGone(RunNotFoundException failure) {
    synchronized (goneLock) {
      if (isGone) {
        return false;
      }
      isGone = true;
      lastGone = failure;
      delivery.gone(failure);
      return true;
    }
  }

  boolean isGone() {
    return isGone;
  }

  /** The server knows the run. */
  void setThere() {
    synchronized (goneLock) {
      if (isGone) {
        isGone = false;
        delivery.back();
      }
    }
  }

  RunStats stats() {
    Account account = delivery.account();
    return new RunStats(
        account.logged(),
        account.accepted(),
        account.refused(),
        account.waiting(),
        account.failedRequests());
  }

  /** Waits until what was logged is decided. */
  void flush(Duration limit) {
    long logged = delivery.account().logged();
    CompletableFuture<Flushed> flushed = delivery.flush(limit);
    try {
      requireAccepted(flushed.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Account now = delivery.account();
      long decided = now.accepted() + now.refused();
      throw undelivered.interrupted(
          "the delivery", Math.max(0, logged - decided) + now.refused(), now.refused());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a delivery cannot fail so", e.getCause());
    }
  }

  CompletableFuture<Void> flushAsync(Duration limit) {
    return delivery
        .flush(limit)
        .thenApply(
            flushed -> {
              requireAccepted(flushed);
              return null;
            });
  }

  private void requireAccepted(Flushed flushed) {
    if (!flushed.isAccepted()) {
      throw undelivered.flushed(flushed);
    }
  }
}
