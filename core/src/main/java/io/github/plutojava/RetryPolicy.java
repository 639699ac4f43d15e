package io.github.plutojava;

import io.github.plutojava.internal.call.RetryLimits;
import java.time.Duration;

/**
 * How often, and after what wait, a call is sent again. Retrying is safe: resuming a run that is
 * already RUNNING changes nothing. In a service of your own, a {@code POST} or {@code PATCH}
 * without {@link Idempotent} is sent again only if it certainly did not arrive (there was no
 * connection), or after a 429 or 503. A body that can be written only once is never sent again.
 *
 * <p>A call is retried after a failure to connect, to send or to receive, and after the statuses
 * 408, 429, 500, 502, 503 and 504. After a 401, it is retried once, without a wait, if the API key
 * supplier then gives another key. A call is not retried if the server's certificate is not trusted
 * or is for another host, if a proxy refuses to connect, or after any other answer.
 *
 * <p>One thing does not count as a retry, and happens with {@link #none()}, too. If a pooled
 * connection turns out to be closed before a byte of the answer has come, a request that may be
 * repeated is sent again at once on a new connection. Servers close idle connections whenever they
 * like.
 *
 * <p>The wait before retry <i>n</i> (counted from 0) is random between zero and {@code
 * min(maxDelay, baseDelay · 2^n)}. If the server asks for a wait with {@code Retry-After}, that
 * wait takes its place. All attempts and waits share the call timeout. If a wait would outlast it,
 * the call fails at once with the last failure.
 *
 * <p>This policy is for {@link RunsApi} and for services of your own. An {@link ActiveRun} has
 * rules of its own: it sends points again and again while it is open.
 */
public final class RetryPolicy {
  private static final RetryPolicy DEFAULTS = builder().build();
  private static final RetryPolicy NONE = builder().maxRetries(0).build();

  private final int maxRetries;
  private final Duration baseDelay;
  private final Duration maxDelay;
  private final Duration maxRetryAfter;

  private RetryPolicy(Builder builder) {
    maxRetries = builder.maxRetries;
    baseDelay = builder.baseDelay;
    maxDelay = builder.maxDelay;
    maxRetryAfter = builder.maxRetryAfter;
  }

  /** {@return the default policy: 2 retries, after waits of at most 0.5 and 1 seconds} */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** {@return the policy that never retries} */
  public static RetryPolicy none() {
    return NONE;
  }

  /** {@return a builder that starts from {@link #defaults()}} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return how many times a call is sent again at most} */
  public int maxRetries() {
    return maxRetries;
  }

  /** {@return the upper bound of the wait before the first retry} */
  public Duration baseDelay() {
    return baseDelay;
  }

  /** {@return the upper bound of each wait that the server did not ask for} */
  public Duration maxDelay() {
    return maxDelay;
  }

  /** {@return the longest wait that the server may ask for} */
  public Duration maxRetryAfter() {
    return maxRetryAfter;
  }

  RetryLimits limits() {
    return new RetryLimits(maxRetries, baseDelay, maxDelay, maxRetryAfter);
  }

  /** {@return a text for logs, with the four values} */
  @Override
  public String toString() {
    return "RetryPolicy[maxRetries="
        + maxRetries
        + ", baseDelay="
        + Describe.duration(baseDelay)
        + ", maxDelay="
        + Describe.duration(maxDelay)
        + ", maxRetryAfter="
        + Describe.duration(maxRetryAfter)
        + "]";
  }

  /** Builds a {@link RetryPolicy}. All settings have defaults. */
  public static final class Builder {
    private static final int MOST_RETRIES = 100;
    private static final Duration LONGEST = Duration.ofDays(1);

    private int maxRetries = 2;
    private Duration baseDelay = Duration.ofMillis(500);
    private Duration maxDelay = Duration.ofSeconds(8);
    private Duration maxRetryAfter = Duration.ofSeconds(60);

    private Builder() {}

    /**
     * Sets how many times a call is sent again at most. Default 2.
     *
     * @param maxRetries from 0 (never) to 100
     * @return this builder
     * @throws IllegalArgumentException if {@code maxRetries} is out of range
     */
    public Builder maxRetries(int maxRetries) {
      if (maxRetries < 0 || maxRetries > MOST_RETRIES) {
        throw new IllegalArgumentException(
            "maxRetries " + maxRetries + " is out of range: it goes from 0 to " + MOST_RETRIES);
      }
      this.maxRetries = maxRetries;
      return this;
    }

    /**
     * Sets the upper bound of the wait before the first retry; the bound doubles with each further
     * retry. Default 0.5 seconds; zero means that retries do not wait.
     *
     * @param baseDelay from zero to one day
     * @return this builder
     * @throws IllegalArgumentException if {@code baseDelay} is negative or longer than a day
     */
    public Builder baseDelay(Duration baseDelay) {
      this.baseDelay = check("baseDelay", baseDelay);
      return this;
    }

    /**
     * Sets the upper bound of each wait that the server did not ask for. Default 8 seconds; zero
     * means that retries do not wait.
     *
     * @param maxDelay from zero to one day
     * @return this builder
     * @throws IllegalArgumentException if {@code maxDelay} is negative or longer than a day
     */
    public Builder maxDelay(Duration maxDelay) {
      this.maxDelay = check("maxDelay", maxDelay);
      return this;
    }

    /**
     * Sets the longest wait that the server may ask for ({@code Retry-After}). If it asks for a
     * longer one, the call fails at once, and {@link PlutoApiException#retryAfter()} says how long.
     * Default 60 seconds; zero means that the call fails at once if the server asks for any wait.
     *
     * @param maxRetryAfter from zero to one day
     * @return this builder
     * @throws IllegalArgumentException if {@code maxRetryAfter} is negative or longer than a day
     */
    public Builder maxRetryAfter(Duration maxRetryAfter) {
      this.maxRetryAfter = check("maxRetryAfter", maxRetryAfter);
      return this;
    }

    /** {@return the policy} */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }

    private static Duration check(String argument, Duration value) {
      return Limits.check(argument, value, Duration.ZERO, LONGEST, false);
    }
  }
}
