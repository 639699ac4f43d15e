package io.github.plutojava.bench;

/**
 * How much is measured.
 *
 * @param coldRounds cold starts of each contender
 * @param warmRounds JVMs of each contender for warm calls to the answer of fixed length
 * @param otherWarmRounds and for those to the other servers
 * @param warmUpSeconds at the beginning of each such JVM
 * @param measureSeconds after that
 * @param asyncRounds JVMs of each contender for 64 calls at once, which warm up and measure for as
 *     long as the others
 * @param bulkRuns runs of a batch
 */
record Plan(
    int coldRounds,
    int warmRounds,
    int otherWarmRounds,
    int warmUpSeconds,
    int measureSeconds,
    int asyncRounds,
    int bulkRuns) {
  static final Plan FULL = new Plan(21, 5, 3, 3, 2, 5, 100_000);

  /** Shows that all works; its figures are rough. */
  static final Plan QUICK = new Plan(2, 1, 1, 1, 1, 1, 10_000);
}
