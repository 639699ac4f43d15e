package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one request. */
public final class Verdict {
  /** What the delivery does next depends on nothing else. */
  public enum Kind {
    /** The server took it. */
    ACCEPTED,
    /** What fails now may succeed soon: it is tried again after a pause that grows. */
    PASSING,
    /** As {@link #PASSING}, by the request's own limit: a large body may be too much for it. */
    TIMED_OUT,
    /** As {@link #PASSING}, by a connection that broke: a large body may be the reason. */
    CUT_OFF,
    /** The server refuses a line of the body. */
    LINE,
    /** Somebody refuses this body (400), or perhaps any. */
    SUSPECT,
    /** Somebody refuses this body for its size (413), or perhaps any. */
    TOO_LARGE,
    /** Somebody has to mend something first: key, header, address. It is tried each 30 s. */
    KEPT,
    /** The run is gone: nothing is sent until {@link Delivery#back}. */
    GONE,
    /** The call was ended because the delivery closes. It is neither told nor counted. */
    CANCELED
  }

  private final Kind kind;
  private final long records;
  private final @Nullable RuntimeException failure;
  private final @Nullable Duration retryAfter;

  private Verdict(
      Kind kind, long records, @Nullable RuntimeException failure, @Nullable Duration retryAfter) {
    this.kind = kind;
    this.records = records;
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  /**
   * The server took it.
   *
   * @param records how many records the server says it took, or -1 if it does not say
   */
  public static Verdict accepted(long records) {
    return new Verdict(Kind.ACCEPTED, records, null, null);
  }

  /**
   * The server did not take it.
   *
   * @param retryAfter how long the server asks to wait, if it does
   */
  public static Verdict failed(Kind kind, RuntimeException failure, @Nullable Duration retryAfter) {
    if (kind == Kind.ACCEPTED) {
      throw new IllegalArgumentException("an acceptance is no failure");
    }
    return new Verdict(kind, -1, requireNonNull(failure, "failure"), retryAfter);
  }

  public Kind kind() {
    return kind;
  }

  /** Returns how many records the server says it took, or -1 if it does not say. */
  public long records() {
    return records;
  }

  /** Returns the failure; throws if there is none. */
  RuntimeException failure() {
    return requireNonNull(failure, "an acceptance has no failure");
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
