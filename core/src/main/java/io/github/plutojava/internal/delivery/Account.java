package io.github.plutojava.internal.delivery;

/**
 * What became of the points, at one moment. Always {@code logged = accepted + refused + waiting}.
 *
 * @param waiting what is neither accepted nor refused; after {@link Delivery#close}, what was lost
 *     by it
 * @param failedRequests requests with points that were not answered by an acceptance
 */
public record Account(
    long logged, long accepted, long refused, long waiting, long failedRequests) {}
