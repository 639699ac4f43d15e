/**
 * Programs to copy, each one file, and {@link io.github.plutojava.examples.EmbeddedPluto}, the
 * small server that they run against without a key and without a network.
 */
@NullMarked
package io.github.plutojava.examples;

import org.jspecify.annotations.NullMarked;
