package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.delivery.DeliverySettings;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link ActiveRun} delivers its points, and how long its calls may wait. Immutable.
 *
 * <pre>{@code
 * RunOptions options = RunOptions.builder().flushInterval(Duration.ofSeconds(5)).build();
 * ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"), options);
 * }</pre>
 */
public final class RunOptions {
  private static final RunOptions DEFAULTS = builder().build();

  private final Duration flushInterval;
  private final int maxBufferedPoints;
  private final Duration fullBufferWait;
  private final Duration heartbeatInterval;
  private final Duration closeTimeout;
  private final Duration deliveryTimeout;
  private final boolean flushAtExit;
  private final @Nullable Consumer<? super PlutoException> onProblem;

  private RunOptions(Builder builder) {
    flushInterval = builder.flushInterval;
    maxBufferedPoints = builder.maxBufferedPoints;
    fullBufferWait = builder.fullBufferWait;
    heartbeatInterval = builder.heartbeatInterval;
    closeTimeout = builder.closeTimeout;
    deliveryTimeout = builder.deliveryTimeout;
    flushAtExit = builder.flushAtExit;
    onProblem = builder.onProblem;
  }

  /** {@return the options that a run has if it is given none} */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** {@return a builder that starts from {@link #defaults()}} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return how long the first waiting point waits for others to be sent with it} */
  public Duration flushInterval() {
    return flushInterval;
  }

  /** {@return how many points may wait} */
  public int maxBufferedPoints() {
    return maxBufferedPoints;
  }

  /** {@return how long a call that logs waits for room when the buffer is full} */
  public Duration fullBufferWait() {
    return fullBufferWait;
  }

  /** {@return the time between two heartbeats; zero if none are sent} */
  public Duration heartbeatInterval() {
    return heartbeatInterval;
  }

  boolean sendsHeartbeats() {
    return !heartbeatInterval.isZero();
  }

  /** {@return how long {@link ActiveRun#close()} waits for the points to be delivered} */
  public Duration closeTimeout() {
    return closeTimeout;
  }

  /** {@return the limit of flush, finish and fail when they are given none} */
  public Duration deliveryTimeout() {
    return deliveryTimeout;
  }

  /** {@return whether the points are flushed when the JVM exits without a close} */
  public boolean flushAtExit() {
    return flushAtExit;
  }

  /** {@return what is told of problems; null if they are logged} */
  public @Nullable Consumer<? super PlutoException> onProblem() {
    return onProblem;
  }

  DeliverySettings delivery() {
    return new DeliverySettings(flushInterval, maxBufferedPoints, fullBufferWait);
  }

  /** {@return the values, in words for a log} */
  @Override
  public String toString() {
    return "RunOptions[flushInterval="
        + Describe.duration(flushInterval)
        + ", maxBufferedPoints="
        + maxBufferedPoints
        + ", fullBufferWait="
        + Describe.duration(fullBufferWait)
        + ", heartbeatInterval="
        + Describe.duration(heartbeatInterval)
        + ", closeTimeout="
        + Describe.duration(closeTimeout)
        + ", deliveryTimeout="
        + Describe.duration(deliveryTimeout)
        + ", flushAtExit="
        + flushAtExit
        + ", onProblem="
        + (onProblem == null ? "a log" : "set")
        + "]";
  }

  /** The settings of {@link RunOptions}, and their defaults. */
  public static final class Builder {
    private static final int MOST_POINTS = 10_000_000;

    private Duration flushInterval = Duration.ofSeconds(1);
    private int maxBufferedPoints = 500_000;
    private Duration fullBufferWait = Duration.ofSeconds(60);
    private Duration heartbeatInterval = Duration.ofSeconds(20);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private Duration deliveryTimeout = Duration.ofSeconds(90);
    private boolean flushAtExit = true;
    private @Nullable Consumer<? super PlutoException> onProblem;

    private Builder() {}

    /**
     * Sets how long the first waiting point waits for others to be sent with it. Default 1 second.
     * A batch that is full is sent at once.
     *
     * @param flushInterval from 10 milliseconds to 1 hour. If the process is killed, what was
     *     logged within the last interval is lost
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder flushInterval(Duration flushInterval) {
      this.flushInterval =
          Limits.check(
              "flushInterval", flushInterval, Duration.ofMillis(10), Duration.ofHours(1), false);
      return this;
    }

    /**
     * Sets how many points may wait to be delivered. Default 500,000. A point takes about 25 bytes
     * while it waits.
     *
     * @param maxBufferedPoints from 1 to 10,000,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxBufferedPoints(int maxBufferedPoints) {
      if (maxBufferedPoints < 1 || maxBufferedPoints > MOST_POINTS) {
        throw new IllegalArgumentException(
            "maxBufferedPoints "
                + maxBufferedPoints
                + " is out of range: it goes from 1 to "
                + MOST_POINTS);
      }
      this.maxBufferedPoints = maxBufferedPoints;
      return this;
    }

    /**
     * Sets how long a call that logs waits for room when the buffer is full, before it throws an
     * {@link UndeliveredException}. Default 60 seconds.
     *
     * @param fullBufferWait up to 2147483647 milliseconds (almost 25 days); zero to throw at once
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder fullBufferWait(Duration fullBufferWait) {
      this.fullBufferWait = Limits.check("fullBufferWait", fullBufferWait);
      return this;
    }

    /**
     * Sets the time between two heartbeats, which tell the server that the run is alive. Default 20
     * seconds. The server marks a run FAILED that sent heartbeats and then neither a heartbeat nor
     * points for 150 seconds.
     *
     * @param heartbeatInterval from 1 to 60 seconds; zero for no heartbeats, if this process is a
     *     guest and another keeps the run alive
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder heartbeatInterval(Duration heartbeatInterval) {
      this.heartbeatInterval =
          Limits.check(
              "heartbeatInterval",
              heartbeatInterval,
              Duration.ofSeconds(1),
              Duration.ofSeconds(60),
              true);
      return this;
    }

    /**
     * Sets how long {@link ActiveRun#close()} waits for the points to be delivered. Default 10
     * seconds.
     *
     * @param closeTimeout up to 2147483647 milliseconds (almost 25 days); zero to drop at once what
     *     still waits
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder closeTimeout(Duration closeTimeout) {
      this.closeTimeout = Limits.check("closeTimeout", closeTimeout);
      return this;
    }

    /**
     * Sets the limit of {@link ActiveRun#flush() flush}, {@link ActiveRun#finish() finish} and
     * {@link ActiveRun#fail(Throwable) fail} when they are given none. Default 90 seconds.
     *
     * @param deliveryTimeout from 1 to 2147483647 milliseconds (almost 25 days)
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder deliveryTimeout(Duration deliveryTimeout) {
      this.deliveryTimeout =
          Limits.check(
              "deliveryTimeout", deliveryTimeout, Duration.ofMillis(1), Limits.LONGEST, false);
      return this;
    }

    /**
     * Sets whether points that still wait are flushed, for up to 5 seconds, when the JVM exits
     * before the run was closed. Default true. A servlet container should set it to false and close
     * the client instead: the JVM outlives its web applications. Android has no such moment.
     *
     * @param flushAtExit whether to flush
     * @return this builder
     */
    public Builder flushAtExit(boolean flushAtExit) {
      this.flushAtExit = flushAtExit;
      return this;
    }

    /**
     * Sets what is told of problems that no call can throw: deliveries that fail and are tried
     * again, points that the server refused, points that a close lost. Default: a warning to
     * java.util.logging, logger {@code io.github.plutojava}, each kind of problem at most once a
     * minute; with its stack trace if the logger's level is {@code FINE}.
     *
     * @param onProblem called on a thread of the library's, with one problem of a run at a time. It
     *     may call anything, and what it throws is ignored. At most 1,000 problems wait for it;
     *     what comes then is told as one {@link UndeliveredException} with the sum
     * @return this builder
     */
    public Builder onProblem(Consumer<? super PlutoException> onProblem) {
      this.onProblem = requireNonNull(onProblem, "onProblem");
      return this;
    }

    /** {@return the options} */
    public RunOptions build() {
      return new RunOptions(this);
    }
  }
}
