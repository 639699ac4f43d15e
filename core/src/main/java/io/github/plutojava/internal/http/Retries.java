package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.call.RetryLimits;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.net.FinalFailures;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import okhttp3.Response;

/** Decides whether, and after what wait, a call is attempted again. */
public final class Retries {
  /** Stands for no further attempt: a wait that outlasts every deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private final ApiKeySource apiKey;
  private final Timing timing;

  public Retries(ApiKeySource apiKey, Timing timing) {
    this.apiKey = apiKey;
    this.timing = timing;
  }

  /** Returns the nanoseconds to wait after this answer, or {@link #NEVER}. */
  public long waitAfter(Response response, CallState call) {
    int status = response.code();
    if (status == 401) {
      boolean isFirst = !call.setKeyRefused();
      return isFirst && call.options().isIdempotent() && allowed(0, call) == 0 && hasNewKey(call)
          ? 0
          : NEVER;
    }
    boolean isPassing =
        switch (status) {
          case 429, 503 -> true; // The server did not act on the request.
          case 408, 500, 502, 504 -> call.options().isIdempotent();
          default -> false;
        };
    if (!isPassing) {
      return NEVER;
    }
    Duration asked = RetryAfter.of(response, timing.now());
    if (asked == null) {
      return allowed(backoff(call), call);
    }
    return asked.compareTo(call.options().retries().maxRetryAfter()) > 0
        ? NEVER
        : allowed(asked.toNanos(), call);
  }

  /** Returns the nanoseconds to wait after this failure, or {@link #NEVER}. */
  public long waitAfter(IOException failure, CallState call) {
    boolean isPassing =
        !(failure instanceof CarriedException
            || failure instanceof MalformedAnswerException
            || FinalFailures.isDistrust(failure)
            || FinalFailures.isCleartext(failure)
            || FinalFailures.isRefusedByProxy(failure));
    boolean mayHaveArrived = call.attempt().isConnected() && !call.options().isIdempotent();
    return isPassing && !mayHaveArrived ? allowed(backoff(call), call) : NEVER;
  }

  private long allowed(long wait, CallState call) {
    return call.tries() <= call.options().retries().maxRetries()
            && !call.isOneShot()
            && wait < call.nanosLeft(timing.nanoTime().getAsLong())
            && !call.isCanceled()
            && !Thread.currentThread().isInterrupted()
        ? wait
        : NEVER;
  }

  private boolean hasNewKey(CallState call) {
    String refused = call.key();
    try {
      return refused != null && !apiKey.get().equals(refused);
    } catch (CarriedException e) {
      return false; // The 401 tells the caller more.
    }
  }

  private long backoff(CallState call) {
    return backoff(call.options().retries(), call.tries() - 1, timing.random());
  }

  /**
   * Returns a random wait below a bound that doubles with each retry (full jitter), in nanoseconds.
   */
  public static long backoff(RetryLimits limits, int retries, DoubleSupplier random) {
    long bound = limits.baseDelay().toNanos();
    long most = limits.maxDelay().toNanos();
    for (int i = 0; i < retries && bound < most; i++) {
      bound *= 2; // Cannot overflow: both are at most a day.
    }
    return (long) (random.getAsDouble() * Math.min(bound, most));
  }
}
