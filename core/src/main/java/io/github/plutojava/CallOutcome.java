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
    if (failure instanceof PlutoException || failure instanceof Error) {
      return failure;
    }
    if (failure instanceof MalformedAnswerException malformed) {
      return unusable("the answer " + words(malformed, call), null, operation.isOwn(), call);
    }
    boolean isCut = call.isCanceled() && failure instanceof IOException;
    if (call.isAnswered() && !isCut) { // Then a converter failed.
      String words = Unreadable.words(failure, call.key());
      return unusable(words, Redaction.redact(failure, call.key()), false, call);
    }
    return failure instanceof IOException io
        ? new TransportFailures(operation, timeout).describe(io, request, call)
        : CarriedException.unchecked(failure);
  }

  private static String words(IOException failure, CallState call) {
    return Text.line(Redaction.redact("" + failure.getMessage(), call.key()));
  }

  /** If the answer is HTML, that says more than what a reader of JSON stumbled over. */
  private PlutoResponseException unusable(
      String words, @Nullable Throwable cause, boolean isOwn, CallState call) {
    String html = call.html();
    boolean isForeign = isOwn || html != null;
    return new PlutoResponseException(
        operation.failed()
            + ": "
            + (html == null ? words : "the answer " + html)
            + (isForeign ? "; if it is not Pluto that answers, check " + operation.address() : ""),
        cause);
  }
}
