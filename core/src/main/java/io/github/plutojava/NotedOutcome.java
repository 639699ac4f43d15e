package io.github.plutojava;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Outcome;
import java.io.IOException;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Notes of a call what its exception does not say. */
class NotedOutcome implements Outcome {
  private final Outcome outcome;
  private volatile @Nullable CallState call;

  NotedOutcome(Outcome outcome) {
    this.outcome = outcome;
  }

  @Override
  public void begins(CallState call) {
    this.call = call;
  }

  @Override
  public <T> @Nullable T body(
      Request request, Response<T> response, CallState call, boolean isRequired)
      throws IOException {
    return outcome.body(request, response, call, isRequired);
  }

  @Override
  public Throwable failure(Throwable failure, Request request, CallState call) {
    return outcome.failure(failure, request, call);
  }

  /** Returns the call, or null if it has not begun. */
  @Nullable CallState call() {
    return call;
  }

  /** Returns whether the server may have begun to read the request. */
  boolean isConnected() {
    CallState call = this.call;
    return call != null && call.attempt().isConnected();
  }
}
