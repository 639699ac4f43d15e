package io.github.plutojava;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.call.Outcome;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/**
 * Turns Retrofit's result of a call into a body or an exception, in the same way for synchronous
 * and asynchronous calls.
 */
final class CallOutcome implements Outcome {
  private final Operation operation;
  private final HttpUrl baseUrl;
  private final Duration timeout;
  private final Supplier<Instant> now;

  /**
   * Makes an outcome.
   *
   * @param timeout the call timeout, for messages
   * @param now gives the date, for a server that does not send one
   */
  CallOutcome(Operation operation, HttpUrl baseUrl, Duration timeout, Supplier<Instant> now) {
    this.operation = operation;
    this.baseUrl = baseUrl;
    this.timeout = timeout;
    this.now = now;
  }

  /**
   * Returns the body, or null if there is none and none is required.
   *
   * @throws PlutoException if the answer is an error, or about another run
   * @throws MalformedAnswerException if there is no body and one is required
   */
  @Override
  public <T> @Nullable T body(
      Request request, Response<T> response, CallState call, boolean isRequired)
      throws IOException {
    if (!response.isSuccessful()) {
      ResponseBody errorBody = response.errorBody();
      throw new ErrorDecoder(operation, baseUrl, now)
          .decode(request, response.raw(), errorBody == null ? "" : errorBody.string(), call);
    }
    T body = response.body();
    if (body == null && isRequired) {
      throw new MalformedAnswerException("is empty");
    }
    if (body != null) {
      operation.check(body, call.key());
    }
    return body;
  }

  @Override
  public Throwable failure(Throwable failure, Request request, CallState call) {
    if (failure instanceof CarriedException carrier) {
      return carrier.carried();
    }
    if (!(failure instanceof IOException io)) {
      return CarriedException.unchecked(failure);
    }
    if (io instanceof MalformedAnswerException) {
      return new PlutoResponseException(
          operation.failed()
              + ": the answer "
              + Text.line(Redaction.redact("" + io.getMessage(), call.key()))
              + (operation.isOwn()
                  ? "; if it is not Pluto that answers, check " + operation.address()
                  : ""));
    }
    if (call.isAnswered() && !call.isCanceled()) { // Then a converter failed.
      IOException cause = Redaction.redact(io, call.key());
      return new PlutoResponseException(
          operation.failed() + ": the answer cannot be read: " + Text.line("" + cause.getMessage()),
          cause);
    }
    return new TransportFailures(operation, timeout).describe(io, request, call);
  }
}
