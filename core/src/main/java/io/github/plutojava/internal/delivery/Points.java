package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The points that wait, in their order, each known by its number: how many came before it. They lie
 * in chunks, since growing an array would copy megabytes while callers wait. Guarded by the
 * delivery's lock, but for what a {@link Cursor} reads: points that have been added do not change.
 */
final class Points {
  private static final int FIRST_CHUNK = 64;
  private static final int LARGEST_CHUNK = 4_096;

  private @Nullable Chunk head;
  private @Nullable Chunk tail;
  private int headIndex;
  private int tailIndex;
  private long first;
  private long end;

  /** Empty chunks of the largest size, so that a run that logs evenly makes no garbage. */
  private @Nullable Chunk spare;

  /** Where the first point lies. */
  record Cursor(Chunk chunk, int index) {}

  /** Returns the number of the first point that waits. */
  long first() {
    return first;
  }

  /** Returns the number that the next point to be added gets. */
  long end() {
    return end;
  }

  int size() {
    return (int) (end - first);
  }

  void add(int name, long step, long time, double value) {
    Chunk last = tail;
    if (last == null || tailIndex == last.size()) {
      last = grow(last);
    }
    last.set(tailIndex++, name, step, time, value);
    end++;
  }

  private Chunk grow(@Nullable Chunk last) {
    Chunk added = spare;
    if (added != null) {
      spare = added.next;
      added.next = null;
    } else {
      added = new Chunk(last == null ? FIRST_CHUNK : Math.min(LARGEST_CHUNK, last.size() * 4));
    }
    if (last == null) {
      head = added;
    } else {
      last.next = added;
    }
    tail = added;
    tailIndex = 0;
    return added;
  }

  Cursor cursor() {
    return new Cursor(requireNonNull(head), headIndex);
  }

  /** Forgets the first {@code count} points. */
  void remove(int count) {
    first += count;
    int left = count;
    Chunk chunk = head;
    while (chunk != null && left > 0) { // Null if they were dropped.
      int end = chunk == tail ? tailIndex : chunk.size();
      int here = Math.min(left, end - headIndex);
      headIndex += here;
      left -= here;
      if (headIndex < end) {
        break;
      }
      headIndex = 0;
      if (chunk == tail) {
        tailIndex = 0;
        break;
      }
      Chunk next = chunk.next;
      keep(chunk);
      chunk = next;
      head = next;
    }
  }

  private void keep(Chunk empty) {
    if (empty.size() == LARGEST_CHUNK) {
      empty.next = spare;
      spare = empty;
    }
  }

  /** Gives back the memory; what still waits is lost. */
  void drop() {
    head = null;
    tail = null;
    spare = null;
    headIndex = 0;
  }

  /** Returns whether {@link #drop} would give back anything. */
  boolean hasMemory() {
    return head != null;
  }
}
