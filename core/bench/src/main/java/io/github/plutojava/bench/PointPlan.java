package io.github.plutojava.bench;

/**
 * How much is measured of points.
 *
 * @param warmUpSeconds at the beginning of each JVM for log calls and deliveries
 * @param measureSeconds after that
 * @param logRounds JVMs of each contender for log calls, for each number of threads
 * @param deliveryRounds JVMs of each contender for deliveries, for each server
 * @param coldRounds cold programs of each contender
 * @param heapRounds JVMs for the heap
 */
record PointPlan(
    int warmUpSeconds,
    int measureSeconds,
    int logRounds,
    int deliveryRounds,
    int coldRounds,
    int heapRounds) {
  static final PointPlan FULL = new PointPlan(3, 2, 5, 5, 21, 3);

  /** Shows that all works; its figures are rough. */
  static final PointPlan QUICK = new PointPlan(1, 1, 1, 1, 2, 1);
}
