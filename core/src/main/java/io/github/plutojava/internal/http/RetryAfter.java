package io.github.plutojava.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Supplier;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After}, which is a number of seconds or a date (RFC 9110, section 10.2.3). Any
 * other value counts as absent.
 */
public final class RetryAfter {
  /** The largest delta-seconds; larger ones count as this one (RFC 9111, section 1.2.2). */
  private static final long MOST_SECONDS = 1L << 31;

  private RetryAfter() {}

  /**
   * Returns how long the server asks the client to wait, zero or more; null if it does not ask.
   *
   * @param now gives the date to measure against if the response has none; otherwise our clock does
   *     not matter
   */
  public static @Nullable Duration of(Response response, Supplier<Instant> now) {
    String header = response.header("Retry-After");
    if (header == null || header.isEmpty()) {
      return null;
    }
    if (header.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(seconds(header));
    }
    Date date = response.headers().getDate("Retry-After");
    if (date == null) {
      return null;
    }
    Date sent = response.headers().getDate("Date");
    Instant from = sent == null ? now.get() : sent.toInstant();
    Duration wait = Duration.between(from, date.toInstant());
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static long seconds(String digits) {
    try {
      return Math.min(Long.parseLong(digits), MOST_SECONDS);
    } catch (NumberFormatException e) { // More than a long holds.
      return MOST_SECONDS;
    }
  }
}
