package io.github.plutojava.bench;

/**
 * How much is measured of points.
 *
 * @param logWarmUpSeconds at the beginning of each JVM for log calls
 * @param deliveryWarmUpSeconds the same for deliveries, whose code for each batch is compiled late
 * @param measureSeconds after either
 * @param logRounds JVMs of each contender for log calls, for each number of threads
 * @param deliveryRounds JVMs of each contender for deliveries, for each server
 * @param coldRounds cold programs of each contender
 * @param heapRounds JVMs for the heap
 */
record PointPlan(
    int logWarmUpSeconds,
    int deliveryWarmUpSeconds,
    int measureSeconds,
    int logRounds,
    int deliveryRounds,
    int coldRounds,
    int heapRounds) {
  static final PointPlan FULL = new PointPlan(3, 12, 3, 5, 5, 21, 3);

  /** Shows that all works; its figures are rough. */
  static final PointPlan QUICK = new PointPlan(1, 1, 1, 1, 1, 2, 1);
}
