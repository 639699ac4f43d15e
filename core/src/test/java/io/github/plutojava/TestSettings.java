package io.github.plutojava;

import io.github.plutojava.internal.call.Timing;

/** Lets the helpers of the tests, which have a package of their own, set what only tests may. */
public final class TestSettings {
  private TestSettings() {}

  /** Sets the clocks and dice. */
  public static PlutoClient.Builder timing(PlutoClient.Builder builder, Timing timing) {
    return builder.timing(timing);
  }
}
