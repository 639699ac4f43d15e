package io.github.plutojava.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * How a batch went in a JVM with little memory.
 *
 * @param runs how many there were
 * @param async how many asynchronous calls end in a second there
 * @param bulk how many calls of the batch do
 * @param heapSoon the bytes in use after a tenth of it
 * @param heapAtTheEnd the bytes in use at its end
 */
record Bulk(int runs, double async, double bulk, double heapSoon, double heapAtTheEnd)
    implements Goal {
  private static final double FLAT = 1.2;

  static Bulk measure(String classPath, String url, int runs) throws IOException {
    System.out.println("bulk: " + runs + " runs");
    try (JavaProcess program =
        new JavaProcess(
            classPath,
            List.of("-Xmx64m"),
            BulkThroughput.class,
            List.of(url, Integer.toString(runs)))) {
      double[] figures = program.readFigures();
      return new Bulk(runs, figures[0], figures[1], figures[2], figures[3]);
    }
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "bulk, %,d runs, -Xmx64m", runs);
  }

  @Override
  public String target() {
    return "all resumed, heap flat";
  }

  @Override
  public boolean isMet() {
    return heapAtTheEnd / heapSoon <= FLAT;
  }

  @Override
  public String reached() {
    return String.format(
        Locale.ROOT,
        "all resumed, heap %.1f → %.1f MB; %,.0f calls/s, %.2f × 64 calls at once",
        heapSoon / 1e6,
        heapAtTheEnd / 1e6,
        bulk,
        bulk / async);
  }
}
