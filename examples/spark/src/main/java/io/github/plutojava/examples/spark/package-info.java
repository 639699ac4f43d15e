/** A program to copy that logs from the tasks of a Spark job. */
@NullMarked
package io.github.plutojava.examples.spark;

import org.jspecify.annotations.NullMarked;
