package io.github.plutojava.internal.call;

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
 * @param outcome turns the answer into a body or an exception
 */
public record CallOptions(
    long timeoutNanos,
    RetryLimits retries,
    boolean isIdempotent,
    long maxAnswerBytes,
    boolean cutsAnswer,
    boolean closesAfterError,
    Outcome outcome) {
  public static final long DEFAULT_MAX_ANSWER_BYTES = 1 << 20;
}
