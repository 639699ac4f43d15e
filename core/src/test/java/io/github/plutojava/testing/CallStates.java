package io.github.plutojava.testing;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Outcome;
import io.github.plutojava.internal.call.RetryLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** The states of calls that no service makes. */
public final class CallStates {
  private CallStates() {}

  /** Returns the state of a call that may be repeated, and has an hour. */
  public static CallState any() {
    return ofTimeout(TimeUnit.HOURS.toNanos(1));
  }

  public static CallState ofTimeout(long nanos) {
    return of(nanos, new NoOutcome());
  }

  public static CallState of(Outcome outcome) {
    return of(TimeUnit.HOURS.toNanos(1), outcome);
  }

  private static CallState of(long nanos, Outcome outcome) {
    RetryLimits none = new RetryLimits(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new CallState(
        new CallOptions(
            nanos, none, true, CallOptions.DEFAULT_MAX_ANSWER_BYTES, false, false, null, outcome),
        false);
  }

  private static final class NoOutcome implements Outcome {
    @Override
    public <T> @Nullable T body(
        Request request, Response<T> response, CallState call, boolean isRequired) {
      throw new AssertionError("nothing was sent");
    }

    @Override
    public Throwable failure(Throwable failure, Request request, CallState call) {
      return failure;
    }
  }
}
