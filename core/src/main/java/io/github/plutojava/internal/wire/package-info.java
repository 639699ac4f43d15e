/**
 * Knows what Pluto accepts and what it answers, whatever the endpoint.
 *
 * <p>It may use {@code text}.
 */
@NullMarked
package io.github.plutojava.internal.wire;

import org.jspecify.annotations.NullMarked;
