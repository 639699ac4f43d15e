package io.github.plutojava.internal.delivery;

/**
 * Says when what waits is due: an interval after its first point, or as soon as it fills a batch.
 * Guarded by the delivery's lock.
 */
final class Backlog {
  private final Points points;
  private final Clock clock;
  private final long interval;
  private final int fullSize;

  /** The number of the first point that was added after the last batch began. */
  private long newer;

  /** When that point was added. */
  private long newerSince;

  /** When the first of those before it was added. */
  private long olderSince;

  /** About how many bytes the newer points take. */
  private long newerBytes;

  private long lastStep = -1;

  /** Up to which point a batch is due at once. */
  private long wanted;

  Backlog(Points points, Clock clock, DeliverySettings settings) {
    this.points = points;
    this.clock = clock;
    this.interval = settings.flushInterval().toNanos();
    this.fullSize = Math.min(Portions.MOST_POINTS, settings.maxBufferedPoints());
  }

  /** Adds a point, and returns whether that may change when a batch is due. */
  boolean add(Name name, long step, long time, double value) {
    boolean isFirst = points.end() == newer;
    if (isFirst) {
      newerSince = clock.now();
    }
    points.add(name.number, step, time, value);
    newerBytes += name.pointBytes + (step == lastStep ? 0 : Lines.FRAME);
    lastStep = step;
    return isFirst || isFull();
  }

  private boolean isFull() {
    return points.size() >= fullSize || newerBytes >= Portions.MOST_BYTES;
  }

  /** All that waits is due at once. */
  void want() {
    wanted = points.end();
  }

  /** A batch begins, of some or all that waits. */
  void begin() {
    olderSince = since();
    newer = points.end();
    newerBytes = 0;
  }

  /** The batch was full before it had all that waited when it began: the rest is due. */
  void wantRest() {
    wanted = Math.max(wanted, newer);
  }

  /** Returns from when on there is something to send, if something waits. */
  long due(long now) {
    return isFull() || points.first() < wanted ? now : since() + interval;
  }

  private long since() {
    return points.first() < newer ? olderSince : newerSince;
  }

  /** Returns when the last points began to come. */
  long lastUse() {
    return newerSince;
  }
}
