package io.github.plutojava;

/** The answer {@code {"success":true}}. */
record Success() {}
