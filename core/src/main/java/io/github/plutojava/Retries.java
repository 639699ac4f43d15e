package io.github.plutojava;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Response;

/** Decides whether, and after what wait, a call is attempted again. */
final class Retries {
  /** A wait that outlasts every deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private final RetryPolicy policy;
  private final ApiKeySource apiKey;
  private final Timing timing;

  Retries(RetryPolicy policy, ApiKeySource apiKey, Timing timing) {
    this.policy = policy;
    this.apiKey = apiKey;
    this.timing = timing;
  }

  /** Returns the nanoseconds to wait after this answer, or {@link #NEVER}. */
  long waitAfter(Response response, CallState call) {
    int status = response.code();
    if (status == 401) {
      boolean isFirst = !call.setKeyRefused();
      return isFirst && call.isIdempotent() && allowed(0, call) == 0 && hasNewKey(call) ? 0 : NEVER;
    }
    boolean isPassing =
        switch (status) {
          case 429, 503 -> true; // The server did nothing.
          case 408, 500, 502, 504 -> call.isIdempotent();
          default -> false;
        };
    if (!isPassing) {
      return NEVER;
    }
    Duration asked = RetryAfter.of(response, timing.now());
    if (asked == null) {
      return allowed(backoff(call.tries() - 1), call);
    }
    return asked.compareTo(policy.maxRetryAfter()) > 0 ? NEVER : allowed(asked.toNanos(), call);
  }

  /** Returns the nanoseconds to wait after this failure, or {@link #NEVER}. */
  long waitAfter(IOException failure, CallState call) {
    boolean isPassing =
        !(failure instanceof CarriedException
            || failure instanceof MalformedAnswerException
            || TransportFailures.isDistrust(failure)
            || TransportFailures.isRefusedByProxy(failure));
    boolean mayHaveArrived = call.attempt().isConnected() && !call.isIdempotent();
    return isPassing && !mayHaveArrived ? allowed(backoff(call.tries() - 1), call) : NEVER;
  }

  private long allowed(long wait, CallState call) {
    return call.tries() <= policy.maxRetries()
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
      return false; // That the key was refused is the more useful answer.
    }
  }

  /** Full jitter over a bound that doubles. */
  long backoff(int retries) {
    long bound = policy.baseDelay().toNanos();
    long most = policy.maxDelay().toNanos();
    for (int i = 0; i < retries && bound < most; i++) {
      bound *= 2; // Cannot overflow: both are at most a day.
    }
    return (long) (timing.random().getAsDouble() * Math.min(bound, most));
  }
}
