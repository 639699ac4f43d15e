package io.github.plutojava.internal.delivery;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of a run, numbered in the order in which they were taken. Guarded by the delivery's
 * lock, but for {@link #find}.
 */
final class NameTable {
  /** So that a program that makes names of what varies is told before its memory is full. */
  static final int MOST = 100_000;

  /** A power of two. */
  private static final int RECENT = 64;

  private final ConcurrentMap<String, Name> known = new ConcurrentHashMap<>();

  /**
   * The names that were found last, by their hash codes: most calls have the very string that a
   * call before had, and this is faster than the map. Threads may overwrite each other's.
   */
  private final @Nullable Name[] recent = new @Nullable Name[RECENT];

  private Name[] names = new Name[8];
  private int count;

  /** Returns the name, if it has been taken. */
  @Nullable Name find(String name) {
    int i = name.hashCode() & (RECENT - 1);
    Name found = recent[i];
    if (found == null || !found.text.equals(name)) {
      found = known.get(name);
      if (found != null) {
        recent[i] = found;
      }
    }
    return found;
  }

  /** Throws if there is no room for those of {@code fresh} that are still new. */
  void checkRoom(Iterable<Name> fresh) {
    int more = 0;
    for (Name name : fresh) {
      more += known.containsKey(name.text) ? 0 : 1;
    }
    if (more > MOST - count) {
      throw new IllegalArgumentException(
          "more than "
              + MOST
              + " different names in a run: what varies, such as an index, belongs in the step");
    }
  }

  /** Takes a name, unless another thread took it meanwhile; returns the one that was taken. */
  Name take(Name fresh) {
    Name taken = known.get(fresh.text);
    if (taken != null) {
      return taken;
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, 2 * count);
    }
    fresh.number = count;
    names[count++] = fresh;
    known.put(fresh.text, fresh);
    return fresh;
  }

  int count() {
    return count;
  }

  /** Returns the names by their numbers; also for one who reads without the lock. */
  Name[] all() {
    return names;
  }
}
