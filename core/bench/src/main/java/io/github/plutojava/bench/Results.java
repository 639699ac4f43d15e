package io.github.plutojava.bench;

import java.util.List;

/** All that a run has found. */
record Results(
    Machine machine,
    List<Measure> measures,
    List<Target> targets,
    Bulk bulk,
    ClassPath classPath) {}
