package io.github.plutojava.bench;

import java.util.List;

/**
 * What one part of the benchmarks has found.
 *
 * @param part its name, after which its files are called
 */
record Results(String part, Machine machine, List<Measure> measures, List<Goal> goals) {
  /** Returns those that are compared with another contender. */
  List<Measure> compared() {
    return goals.stream()
        .filter(Target.class::isInstance)
        .map(goal -> ((Target) goal).measure())
        .distinct()
        .toList();
  }
}
