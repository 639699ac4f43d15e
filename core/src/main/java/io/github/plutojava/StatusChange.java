package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.RetryLimits;
import io.github.plutojava.internal.http.Retries;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a run to the status that its program wants, and reads back what the server made of that:
 * the server reports success even if it ignores the request.
 */
final class StatusChange {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  /** The pauses; how often is a matter of the deadline. */
  private static final RetryLimits PAUSES =
      new RetryLimits(
          Integer.MAX_VALUE,
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  /** Less is not enough for another attempt. */
  private static final long LEAST_LEFT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Is told of the requests for a status. */
  interface Listener {
    /** Lets all requests be made. */
    Listener NONE = new Listener() {};

    /** The next request is made now. What this throws ends the change instead. */
    default void asks() {}

    /** No request that was made so far can have set a status. */
    default void setNothing() {}
  }

  private final RunCalls calls;
  private final Revival revival;
  private final DoubleSupplier random;

  /** Open until the client is closed. */
  private final CountDownLatch closed;

  /** What the server was asked for, with success; null until then. */
  private volatile @Nullable RunStatus effective;

  /** What the server said of it; null until then. */
  private volatile @Nullable RunStatus readBack;

  /** Whether a request that got no answer may have set a status. */
  private boolean isUnknown;

  StatusChange(RunCalls calls, Revival revival, DoubleSupplier random, CountDownLatch closed) {
    this.calls = calls;
    this.revival = revival;
    this.random = random;
    this.closed = closed;
  }

  /** Whether the server has answered a request for a status with success. */
  boolean isEffective() {
    return effective != null;
  }

  /** Returns what the server was asked for with success, or UNKNOWN. */
  RunStatus effectiveOrUnknown() {
    RunStatus set = effective;
    return set == null ? RunStatus.UNKNOWN : set;
  }

  /**
   * Brings the run to the status, unless an earlier ending took effect, and returns the one that it
   * has then. One at a time.
   *
   * @param listener is told of each request for the status
   */
  RunStatus to(RunStatus wanted, @Nullable String metadata, Deadline deadline, Listener listener)
      throws InterruptedException {
    RunStatus known = readBack;
    if (known != null) {
      return known;
    }
    RunStatus status = effective == null ? lost(deadline) : null;
    RunStatus target = effective == null ? wanted : requireNonNull(effective);
    if (status == null) {
      if (effective == null) {
        set(wanted, metadata, deadline, listener);
      }
      status = readBack(deadline);
    }
    if (status == RunStatus.FAILED && target != RunStatus.FAILED && isByMonitor(deadline)) {
      effective = null; // It has not: the next ending, if this one fails, begins anew.
      isUnknown = true;
      retry(this::resume, deadline);
      set(target, null, deadline, listener);
      status = readBack(deadline);
    }
    if (effective == null) {
      effective = status;
    }
    readBack = status;
    return status;
  }

  /** Returns how the run has ended, if a request that got no answer may have ended it. */
  private @Nullable RunStatus lost(Deadline deadline) throws InterruptedException {
    if (!isUnknown) {
      return null;
    }
    RunStatus status = retry(calls::look, deadline);
    return status == RunStatus.RUNNING || status == RunStatus.UNKNOWN ? null : status;
  }

  private RunStatus readBack(Deadline deadline) throws InterruptedException {
    RunStatus set = requireNonNull(effective);
    return retry(limit -> calls.lookAfter(set, limit), deadline);
  }

  private Boolean resume(Duration limit) {
    revival.resume(limit);
    return true;
  }

  private boolean isByMonitor(Deadline deadline) throws InterruptedException {
    RunStatus set = effective;
    return retry(
        limit -> {
          FailedEvent event = set == null ? calls.history(limit) : calls.historyAfter(set, limit);
          return event == null || event.isByMonitor();
        },
        deadline);
  }

  private void set(
      RunStatus wanted, @Nullable String metadata, Deadline deadline, Listener listener)
      throws InterruptedException {
    if (revival.isUnsettled(deadline)) {
      retry(this::resume, deadline);
    }
    retry(limit -> ask(wanted, metadata, limit, listener), deadline);
    isUnknown = false;
    effective = wanted;
  }

  private Boolean ask(
      RunStatus wanted, @Nullable String metadata, Duration limit, Listener listener) {
    listener.asks();
    boolean wasUnknown = isUnknown;
    isUnknown = true;
    try {
      calls.setStatus(wanted, metadata, limit);
    } catch (PlutoException e) {
      boolean isRefused = e instanceof PlutoApiException && !isPassing(e);
      if (isRefused || !calls.mayHaveArrived()) {
        isUnknown = wasUnknown;
      }
      if (!isUnknown) {
        listener.setNothing();
      }
      throw e;
    }
    return true;
  }

  /** Makes the call again while that can help and there is time. */
  private <T> T retry(Function<Duration, T> call, Deadline deadline) throws InterruptedException {
    for (int failures = 1; ; failures++) {
      boolean unused = Thread.interrupted(); // A key supplier, say, may have left its flag.
      try {
        return call.apply(deadline.atMost(CALL_LIMIT));
      } catch (PlutoException e) {
        long left = deadline.nanosLeft();
        long pause = pauseAfter(e, failures, left);
        if (!isPassing(e) || pause >= left || left < LEAST_LEFT_NANOS) {
          throw e;
        }
        if (closed.await(pause, TimeUnit.NANOSECONDS)) {
          throw e;
        }
      }
    }
  }

  private static boolean isPassing(PlutoException e) {
    if (e instanceof PlutoApiException api) {
      return Verdicts.isPassing(api.status());
    }
    return !(e instanceof PlutoTransportException transport && transport.interrupted());
  }

  /** What the server did not ask for leaves time for another attempt. */
  private long pauseAfter(PlutoException e, int failures, long nanosLeft) {
    long jitter = Retries.backoff(PAUSES, failures - 1, random);
    Duration asked = e instanceof PlutoApiException api ? api.retryAfter() : null;
    if (asked == null) {
      return Math.min(jitter, nanosLeft / 2);
    }
    Duration most = PAUSES.maxRetryAfter();
    return Math.max(jitter, (asked.compareTo(most) > 0 ? most : asked).toNanos());
  }
}
