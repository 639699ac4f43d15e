package io.github.plutojava;

/** The body of a heartbeat. */
record Beat(long runId) {}
