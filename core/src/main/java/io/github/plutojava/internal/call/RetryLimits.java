package io.github.plutojava.internal.call;

import java.time.Duration;

/**
 * How often, and after what wait, a call may be attempted again.
 *
 * @param maxRetries how many times at most
 * @param baseDelay the upper bound of the wait before the first retry, at most a day
 * @param maxDelay the upper bound of each wait that the server did not ask for, at most a day
 * @param maxRetryAfter the longest wait that the server may ask for
 */
public record RetryLimits(
    int maxRetries, Duration baseDelay, Duration maxDelay, Duration maxRetryAfter) {}
