/**
 * Knows one call while it is under way: its state, its deadline, its threads, and how Retrofit
 * begins and ends it.
 *
 * <p>It uses no other room.
 */
@NullMarked
package io.github.plutojava.internal.call;

import org.jspecify.annotations.NullMarked;
