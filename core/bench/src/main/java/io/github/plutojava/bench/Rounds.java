package io.github.plutojava.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes a sample of each contender in turn, round by round, so that what else the machine does hits
 * all alike. Each round begins with another one.
 */
final class Rounds {
  interface Sample {
    void take(ContenderKind kind) throws Exception;
  }

  private Rounds() {}

  static void run(String name, int rounds, List<ContenderKind> contenders, Sample sample)
      throws Exception {
    List<ContenderKind> order = new ArrayList<>(contenders);
    for (int round = 1; round <= rounds; round++) {
      System.out.println(name + ": round " + round + " of " + rounds);
      for (ContenderKind kind : order) {
        sample.take(kind);
      }
      Collections.rotate(order, 1);
    }
  }
}
