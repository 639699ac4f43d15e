package io.github.plutojava.internal.call;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one call is made. A service of the library can pass options with a call, as a Retrofit
 * {@code @Tag}. All other calls have the defaults of their service.
 *
 * @param timeoutNanos how long the whole call may take, in nanoseconds, including retries and the
 *     waits before them
 * @param retries how often, and after what wait, the call may be attempted again
 * @param isIdempotent whether the request may be sent again although it may have arrived
 * @param maxAnswerBytes how many bytes of an answer are read at most, after decompression
 * @param cutsAnswer whether the beginning of a larger answer is enough; otherwise the call fails
 * @param closesAfterError whether the connection is closed after an answer that is an error, since
 *     the server may close it without saying so
 * @param apiKey gives the API key to send, or null to ask the user's supplier for it
 * @param outcome turns the answer into a body or an exception
 */
public record CallOptions(
    long timeoutNanos,
    RetryLimits retries,
    boolean isIdempotent,
    long maxAnswerBytes,
    boolean cutsAnswer,
    boolean closesAfterError,
    @Nullable Supplier<String> apiKey,
    Outcome outcome) {
  public static final long DEFAULT_MAX_ANSWER_BYTES = 1 << 20;

  public CallOptions withApiKey(Supplier<String> other) {
    return new CallOptions(
        timeoutNanos,
        retries,
        isIdempotent,
        maxAnswerBytes,
        cutsAnswer,
        closesAfterError,
        other,
        outcome);
  }
}
