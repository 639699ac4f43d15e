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

  private static final double[] VALUES = values();

  private Workload() {}

  /** Without a stream, which a cold program would pay for. */
  private static double[] values() {
    Random random = new Random(17);
    double[] values = new double[1 << 10];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }

  static String name(int metric) {
    return NAMES[metric];
  }

  static double value(long step, int metric) {
    return VALUES[(int) (step * METRICS + metric) & (VALUES.length - 1)];
  }
}
