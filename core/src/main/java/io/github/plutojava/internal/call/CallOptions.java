package io.github.plutojava.internal.call;

/**
 * How one call is made. Services of the library's own hand it over with the call, as a Retrofit
 * {@code @Tag}; calls of other services have the defaults of their service.
 *
 * @param timeoutNanos the time that the whole call may take, retries and their waits included
 * @param retries how often, and after what wait, the call may be attempted again
 * @param isIdempotent whether the request may be sent again when it may have arrived
 * @param maxAnswerBytes how much of an answer is read, after decompression
 * @param outcome what becomes of the answer
 */
public record CallOptions(
    long timeoutNanos,
    RetryLimits retries,
    boolean isIdempotent,
    long maxAnswerBytes,
    Outcome outcome) {
  public static final long DEFAULT_MAX_ANSWER_BYTES = 1 << 20;
}
