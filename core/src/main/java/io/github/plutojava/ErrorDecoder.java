package io.github.plutojava;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.http.RetryAfter;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import io.github.plutojava.internal.wire.ErrorBody;
import java.time.Instant;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Makes the exception for an answer that is not a 2xx, with a message that says what to do. */
final class ErrorDecoder {
  private static final int MAX_BODY_LENGTH = 8192;

  private final Operation operation;
  private final HttpUrl baseUrl;
  private final Supplier<Instant> now;

  ErrorDecoder(Operation operation, HttpUrl baseUrl, Supplier<Instant> now) {
    this.operation = operation;
    this.baseUrl = baseUrl;
    this.now = now;
  }

  /**
   * Returns the exception.
   *
   * @param request the request as it was before interceptors of a user's OkHttpClient saw it
   */
  PlutoApiException decode(Request request, Response response, String body, CallState call) {
    @Nullable String key = call.key();
    ErrorBody words = ErrorBody.read(body, key);
    ApiError answer =
        new ApiError(
            response.code(),
            words.error(),
            words.detail(),
            cut(Redaction.redact(body, key)),
            call.attempts(),
            RetryAfter.of(response, now));
    boolean isForeign404 = response.code() == 404 && !words.noSuchRun();
    String summary = operation.failed() + ": " + summary(response, answer, key);
    String advice =
        new Advice(operation, baseUrl).after(request, response, answer, isForeign404, call);
    String message =
        (advice.isEmpty() ? summary : summary + (summary.endsWith(".") ? " " : ". ") + advice)
            + Describe.attempts(answer.attempts());
    return isForeign404
        ? new PlutoApiException(message, answer)
        : PlutoApiException.of(message, answer);
  }

  /** Returns the status and the server's words, such as "404 Run not found". */
  private static String summary(Response response, ApiError answer, @Nullable String key) {
    String words =
        Text.line(
            answer.error().isEmpty() ? Redaction.redact(response.message(), key) : answer.error());
    if (answer.detail() != null) {
      words += ": " + Text.line(answer.detail());
    }
    String status = Integer.toString(answer.status());
    if (words.isEmpty()) {
      return status;
    }
    return words.startsWith(status) ? words : status + " " + words;
  }

  private static String cut(String body) {
    if (body.length() <= MAX_BODY_LENGTH) {
      return body;
    }
    boolean splitsPair = Character.isHighSurrogate(body.charAt(MAX_BODY_LENGTH - 1));
    return body.substring(0, splitsPair ? MAX_BODY_LENGTH - 1 : MAX_BODY_LENGTH);
  }
}
