package io.github.plutojava;

import org.jspecify.annotations.Nullable;

/**
 * What the body of an error says.
 *
 * @param error what is wrong; empty if the body does not say
 * @param message what Pluto may say besides
 * @param fromPluto whether the body is JSON as Pluto makes it
 */
record ServerWords(String error, @Nullable String message, boolean fromPluto) {}
