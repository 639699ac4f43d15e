package io.github.plutojava;

import java.util.List;

/** The body of the request that registers names of metrics. */
record NewNames(long runId, List<String> names) {}
