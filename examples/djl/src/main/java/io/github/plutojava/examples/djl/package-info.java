/** A program to copy that logs each epoch of a training with DJL. */
@NullMarked
package io.github.plutojava.examples.djl;

import org.jspecify.annotations.NullMarked;
