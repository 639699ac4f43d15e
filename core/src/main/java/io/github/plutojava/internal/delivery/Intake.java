package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.wire.MetricNames;
import io.github.plutojava.internal.wire.PointRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets points in. What can be done without the lock is done before: checks, names that are known,
 * the time. A name is taken only with its point, lest the name of a refused point is registered.
 */
final class Intake {
  private final DeliverySettings settings;
  private final ReentrantLock lock;
  private final Clock clock;
  private final NameTable names;
  private final Gate gate;
  private final Backlog backlog;
  private final NamePosts namePosts;
  private final Batches batches;

  Intake(
      Shared shared,
      DeliverySettings settings,
      Backlog backlog,
      NamePosts namePosts,
      Batches batches) {
    this.settings = settings;
    this.lock = shared.lock();
    this.clock = shared.clock();
    this.names = shared.names();
    this.gate = shared.gate();
    this.backlog = backlog;
    this.namePosts = namePosts;
    this.batches = batches;
  }

  Logged log(long millis, long step, String name, double value) {
    Logged logged = tryLog(millis, step, name, value);
    return logged == Logged.FULL
        ? waitAndAdd(step, Delivery.NOW, new String[] {name}, new double[] {value})
        : logged;
  }

  Logged tryLog(long millis, long step, String name, double value) {
    PointRules.checkStep(step);
    Name metric = names.find(requireNonNull(name, "name"));
    boolean isNew = metric == null;
    if (metric == null) {
      metric = new Name(MetricNames.check(name));
    }
    boolean isClaimed;
    lock.lock();
    try {
      Logged answer = gate.admit(1);
      if (answer != Logged.ADDED) {
        return answer;
      }
      if (isNew) {
        names.checkRoom(List.of(metric));
        metric = names.take(metric);
      }
      isClaimed = add(metric, step, clock.stamp(millis), value);
    } finally {
      lock.unlock();
    }
    if (isClaimed) {
      batches.start();
    }
    return Logged.ADDED;
  }

  /** Returns whether the caller is to start a batch. */
  private boolean add(Name name, long step, long time, double value) {
    return backlog.add(name, step, time, value) && batches.isIdle() && batches.claim();
  }

  Logged log(long step, long time, String[] metrics, double[] values) {
    PointRules.checkStep(step);
    checkSize(metrics.length);
    Logged logged = addAll(step, time, metrics, values, false);
    return logged == Logged.FULL ? waitAndAdd(step, time, metrics, values) : logged;
  }

  private void checkSize(int size) {
    if (size == 0) {
      throw new IllegalArgumentException("values is empty: log at least one");
    }
    int most = settings.maxBufferedPoints();
    if (size > most) {
      throw new IllegalArgumentException(
          "values has "
              + size
              + " points, and the buffer holds "
              + most
              + ": log them in parts, or raise maxBufferedPoints");
    }
  }

  /** What waits is sent at once, since it is in the way. */
  private Logged waitAndAdd(long step, long time, String[] metrics, double[] values) {
    boolean isClaimed;
    lock.lock();
    try {
      backlog.want();
      isClaimed = batches.claim();
    } finally {
      lock.unlock();
    }
    if (isClaimed) {
      batches.start();
    }
    return addAll(step, time, metrics, values, true);
  }

  private Logged addAll(long step, long time, String[] metrics, double[] values, boolean mayWait) {
    long millis = time == Delivery.NOW ? clock.millis() : time;
    List<Name> fresh = fresh(metrics);
    boolean isClaimed = false;
    lock.lock();
    try {
      Logged answer = mayWait ? gate.await(metrics.length) : gate.admit(metrics.length);
      if (answer != Logged.ADDED) {
        return answer;
      }
      names.checkRoom(fresh);
      fresh.forEach(names::take);
      long stamp = time == Delivery.NOW ? clock.stamp(millis) : millis;
      for (int i = 0; i < metrics.length; i++) {
        Name name = requireNonNull(names.find(metrics[i]));
        isClaimed |= add(name, step, stamp, values[i]);
      }
    } finally {
      lock.unlock();
      if (isClaimed) { // Also if a later point found no memory: else nobody would send again.
        batches.start();
      }
    }
    return Logged.ADDED;
  }

  /** Returns those that have not been taken, if the server takes them. */
  private List<Name> fresh(String[] metrics) {
    List<Name> fresh = List.of();
    for (String metric : metrics) {
      if (names.find(requireNonNull(metric, "name")) == null) {
        fresh = fresh.isEmpty() ? new ArrayList<>() : fresh;
        fresh.add(new Name(MetricNames.check(metric)));
      }
    }
    return fresh;
  }

  void register(Collection<String> metrics) {
    List<Name> fresh = fresh(new LinkedHashSet<>(metrics).toArray(new String[0]));
    lock.lock();
    try {
      names.checkRoom(fresh);
      fresh.forEach(names::take);
      if (!fresh.isEmpty()) {
        namePosts.wantLater(settings.flushInterval().toNanos());
      }
    } finally {
      lock.unlock();
    }
    namePosts.wake();
  }
}
