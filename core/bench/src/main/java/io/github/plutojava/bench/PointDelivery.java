package io.github.plutojava.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Delivers points again and again, and prints how many a second, from the first log to the end of
 * the flush, and how many nanoseconds of CPU time this process takes for each. Arguments:
 * contender, base URL, threads that log, seconds to warm up, seconds to measure.
 */
final class PointDelivery {
  private final PointContender contender;
  private final int steps;

  private PointDelivery(PointContender contender, int steps) {
    this.contender = contender;
    this.steps = steps;
  }

  public static void main(String[] args) throws Exception {
    PointDelivery delivery = of(ContenderKind.valueOf(args[0]), args[1], Integer.parseInt(args[2]));
    delivery.deliver(Long.parseLong(args[3]));
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    double points = delivery.deliver(Long.parseLong(args[4]));
    long nanos = System.nanoTime() - start;
    System.out.println(points * 1e9 / nanos + " " + (system.getProcessCpuTime() - cpu) / points);
    System.exit(0);
  }

  /** Loads no class of the others. A delivery takes some tenths of a second. */
  private static PointDelivery of(ContenderKind kind, String url, int threads) {
    return switch (kind) {
      case PLUTO -> new PointDelivery(new PlutoPoints(url, threads), 100_000);
      case FLOOR_WITHOUT_POLL -> new PointDelivery(new FloorPoints(url), 100_000);
      case PLAIN -> new PointDelivery(new PlainPoints(url, 1_000), 1_000);
      case ONE_A_CALL -> new PointDelivery(new PlainPoints(url, 1), 10);
      default -> throw new IllegalArgumentException(kind.label() + " does not deliver points");
    };
  }

  /** Returns how many points were delivered, in about {@code seconds}. */
  private long deliver(long seconds) throws Exception {
    long start = System.nanoTime();
    long points = 0;
    do {
      contender.deliver(steps);
      points += (long) steps * Workload.METRICS;
    } while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds));
    return points;
  }
}
