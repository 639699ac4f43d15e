package io.github.plutojava.bench;

import java.util.Random;

/** What is logged: ten metrics a step, with values of 16 or 17 digits, as means and losses have. */
final class Workload {
  static final int RUN_ID = 1;
  static final String PROJECT = "my-ml-project";

  private static final String[] NAMES = {
    "eval/loss",
    "eval/accuracy",
    "eval/precision",
    "eval/recall",
    "eval/f1",
    "eval/auc",
    "eval/perplexity",
    "eval/latency",
    "eval/bleu",
    "eval/calibration"
  };

  /** How many metrics a step has. */
  static final int METRICS = NAMES.length;

  private static final double[] VALUES = new Random(17).doubles(1 << 10).toArray();

  private Workload() {}

  static String name(int metric) {
    return NAMES[metric];
  }

  static double value(long step, int metric) {
    return VALUES[(int) (step * METRICS + metric) & (VALUES.length - 1)];
  }
}
