package io.github.plutojava.bench;

/** The answer, as users would declare it. */
record Run(
    long runId,
    Long number,
    String displayId,
    String projectName,
    String organizationSlug,
    String url,
    boolean resumed) {}
