package io.github.plutojava.internal.delivery;

import java.util.ArrayList;
import java.util.List;

/** What others' code is to hear, noted under the lock and told without it. */
final class Later {
  private final List<Runnable> tasks = new ArrayList<>(2);

  void add(Runnable task) {
    tasks.add(task);
  }

  void run() {
    for (Runnable task : tasks) {
      task.run();
    }
  }
}
