/**
 * Makes text from outside fit to read: on one line, and without the API key.
 *
 * <p>It uses no other room.
 */
@NullMarked
package io.github.plutojava.internal.text;

import org.jspecify.annotations.NullMarked;
