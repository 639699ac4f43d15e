package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.RetryLimits;
import io.github.plutojava.internal.http.Retries;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

  private final RunCalls calls;
  private final Revival revival;
  private final RunThreads threads;

  /** What the server was asked for, with success; null until then. */
  private volatile @Nullable RunStatus effective;

  /** What the server said of it; null until then. */
  private volatile @Nullable RunStatus readBack;

  /** What a request that got no answer may have set; FAILED, if one of several asked for that. */
  private @Nullable RunStatus unknown;

  StatusChange(RunCalls calls, Revival revival, RunThreads threads) {
    this.calls = calls;
    this.revival = revival;
    this.threads = threads;
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
   * Brings the run to the status of the ending, unless an earlier one took effect, and returns the
   * one that it has then. One at a time.
   */
  RunStatus make(Ending ending, @Nullable String metadata) throws InterruptedException {
    RunStatus known = readBack;
    if (known != null) {
      return known;
    }
    RunStatus status = effective == null ? lost(ending) : null;
    RunStatus target = effective == null ? ending.wanted : requireNonNull(effective);
    if (status == null) {
      if (effective == null) {
        set(ending.wanted, metadata, ending);
      }
      status = readBack(ending);
    }
    if (status == RunStatus.FAILED && target != RunStatus.FAILED && isByMonitor(ending)) {
      effective = null; // It has not: the next ending, if this one fails, begins anew.
      unknown = target;
      retry(this::resume, ending);
      set(target, null, ending);
      status = readBack(ending);
    }
    if (effective == null) {
      effective = status;
    }
    readBack = status;
    return status;
  }

  /** Returns how the run has ended, if a request that got no answer may have ended it. */
  private @Nullable RunStatus lost(Ending ending) throws InterruptedException {
    if (unknown == null) {
      return null;
    }
    RunStatus status = retry(calls::look, ending);
    return status == RunStatus.RUNNING || status == RunStatus.UNKNOWN ? null : status;
  }

  private RunStatus readBack(Ending ending) throws InterruptedException {
    RunStatus set = requireNonNull(effective);
    return retry(limit -> calls.lookAfter(set, limit), ending);
  }

  private Boolean resume(Duration limit) {
    revival.resume(limit);
    return true;
  }

  private boolean isByMonitor(Ending ending) throws InterruptedException {
    RunStatus set = effective;
    return retry(
        limit -> {
          FailedEvent event = set == null ? calls.history(limit) : calls.historyAfter(set, limit);
          return event == null ? unknown != RunStatus.FAILED : event.isByMonitor();
        },
        ending);
  }

  private void set(RunStatus wanted, @Nullable String metadata, Ending ending)
      throws InterruptedException {
    if (revival.isUnsettled(ending.deadline)) {
      retry(this::resume, ending);
    }
    retry(limit -> ask(wanted, metadata, limit, ending), ending);
    unknown = null;
    effective = wanted;
  }

  private Boolean ask(RunStatus wanted, @Nullable String metadata, Duration limit, Ending ending) {
    ending.setAsking();
    RunStatus before = unknown;
    unknown = before == RunStatus.FAILED ? before : wanted;
    try {
      calls.setStatus(wanted, metadata, limit);
    } catch (RuntimeException | Error e) {
      if (isRefused(e) || !calls.mayHaveArrived()) {
        unknown = before;
      }
      if (unknown == null) {
        ending.setNotAsking();
      }
      throw e;
    }
    return true;
  }

  /** Returns whether the answer says that the server has not acted on the request. */
  private static boolean isRefused(Throwable failure) {
    return failure instanceof PlutoApiException e
        && (e.status() == 429 || e.status() == 503 || !isPassing(e));
  }

  /** Makes the call again while that can help and there is time. */
  private <T> T retry(Function<Duration, T> call, Ending ending) throws InterruptedException {
    for (int failures = 1; ; failures++) {
      boolean unused = Thread.interrupted(); // A key supplier, say, may have left its flag.
      try {
        return call.apply(ending.deadline.atMost(CALL_LIMIT));
      } catch (PlutoException e) {
        long left = ending.deadline.nanosLeft();
        long pause = pauseAfter(e, failures, left);
        if (!isPassing(e) || pause >= left || left < LEAST_LEFT_NANOS) {
          throw e;
        }
        if (!ending.pause(pause)) {
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
    long jitter = Retries.backoff(PAUSES, failures - 1, threads::random);
    Duration asked = e instanceof PlutoApiException api ? api.retryAfter() : null;
    if (asked == null) {
      return Math.min(jitter, nanosLeft / 2);
    }
    Duration most = PAUSES.maxRetryAfter();
    return Math.max(jitter, (asked.compareTo(most) > 0 ? most : asked).toNanos());
  }
}
