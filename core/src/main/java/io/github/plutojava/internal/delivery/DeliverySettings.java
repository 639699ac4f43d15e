package io.github.plutojava.internal.delivery;

import java.time.Duration;

/**
 * How a delivery waits and how much it holds.
 *
 * @param flushInterval from the first waiting point to its sending
 * @param maxBufferedPoints how many points may wait
 * @param fullBufferWait how long a caller waits for room; zero: not at all
 */
public record DeliverySettings(
    Duration flushInterval, int maxBufferedPoints, Duration fullBufferWait) {}
