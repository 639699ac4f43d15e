package io.github.plutojava.internal.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides how much the next body may hold, by what became of those before. Bodies always begin with
 * the first point that waits, so that points are decided in their order: of a part that was refused
 * the first half is sent, and then what is left of the part. Guarded by the delivery's lock.
 */
final class Portions {
  static final int MOST_POINTS = 10_000;
  static final int MOST_BYTES = 512 * 1024;

  /** How many single points in a row may be refused by what perhaps refuses anything. */
  private static final int MOST_REFUSED_IN_A_ROW = 10;

  private int mostPoints = MOST_POINTS;
  private int mostBytes = MOST_BYTES;
  private int cutOffs;
  private int refusedInARow;

  /** Where the parts end that are to be sent again or are being halved, the innermost first. */
  private final Deque<Long> ends = new ArrayDeque<>();

  /** The bytes that were allowed before the body that is being halved was too large, or 0. */
  private int bytesBefore;

  /** Returns how many points the next body may hold. */
  int points(long first, long end) {
    Long part = ends.peek();
    return (int) Math.min(mostPoints, (part == null ? end : part) - first);
  }

  /** Returns how many bytes the next body may have, unless it is a single point. */
  int bytes() {
    return mostBytes;
  }

  /** Returns whether something is to be sent again, whole or in halves. */
  boolean isUnfinished() {
    return !ends.isEmpty();
  }

  /** Returns whether to doubt that what is refused is refused for what it is. */
  boolean isDoubtful() {
    return refusedInARow >= MOST_REFUSED_IN_A_ROW;
  }

  /** The points before {@code first} were accepted. */
  void accepted(long first) {
    refusedInARow = 0;
    cutOffs = 0;
    mostPoints = Math.min(MOST_POINTS, 2 * mostPoints);
    leave(first);
  }

  /** The single point before {@code first} was refused. */
  void refused(long first, Verdict.Kind kind) {
    if (kind != Verdict.Kind.LINE) {
      refusedInARow++;
    }
    if (kind == Verdict.Kind.TOO_LARGE && bytesBefore > 0) {
      mostBytes = bytesBefore; // The point was the reason, not the size.
    }
    leave(first);
  }

  private void leave(long first) {
    while (!ends.isEmpty() && ends.element() <= first) {
      ends.pop();
    }
    if (ends.isEmpty()) {
      bytesBefore = 0;
    }
  }

  /** The body from {@code first} on was not accepted: the next one has the same lines, or fewer. */
  void failed(long first, int points) {
    long end = first + points;
    if (ends.isEmpty() || ends.element() != end) {
      ends.push(end);
    }
  }

  /** The body that failed is refused: its halves come next. */
  void halve(long first, int points, int length, Verdict.Kind kind) {
    if (kind == Verdict.Kind.TOO_LARGE) {
      bytesBefore = bytesBefore == 0 ? mostBytes : bytesBefore;
      mostBytes = length / 2;
    }
    ends.push(first + points / 2);
  }

  /** The server did not answer a body in time. */
  void timedOut(int points) {
    mostPoints = Math.max(1, points / 2);
    cutOffs = 0;
  }

  /** The connection broke under a body, as it may do once. */
  void cutOff(int points) {
    cutOffs++;
    if (cutOffs == 2) {
      timedOut(points);
    }
  }
}
