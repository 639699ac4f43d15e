/**
 * Delivers a run's points to whatever carries them: buffers them, writes them as lines, sends them
 * in batches until each is accepted or refused, and keeps account.
 *
 * <p>It may use {@code wire}. It knows no HTTP and no clock of its own: both are handed in.
 */
@NullMarked
package io.github.plutojava.internal.delivery;

import org.jspecify.annotations.NullMarked;
