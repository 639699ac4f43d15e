package io.github.plutojava;

import org.jspecify.annotations.Nullable;

/**
 * The body of the request that sets the status of a run.
 *
 * @param metadata JSON that the server keeps as text, or null for none
 */
record StatusUpdate(long runId, RunStatus status, @Nullable String metadata) {}
