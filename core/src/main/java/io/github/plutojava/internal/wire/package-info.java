/**
 * Knows what Pluto takes and what it says, whichever endpoint it is.
 *
 * <p>It may use {@code text}.
 */
@NullMarked
package io.github.plutojava.internal.wire;

import org.jspecify.annotations.NullMarked;
