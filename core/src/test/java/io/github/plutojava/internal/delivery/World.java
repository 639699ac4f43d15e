package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a delivery has outside, in the hands of a test: nothing happens but on its thread. A
 * server that acts in the middle of a request acts while that request is under way.
 */
final class World implements Time, Carrier, Problems {
  static final long DATE = 1_764_000_000_000L;
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Verdict SILENT = Verdict.accepted(-1);

  /** More than any test needs for one wait. */
  private static final int MOST_STEPS = 100_000;

  /** A request with points, as the server got it. */
  record Request(long atMillis, String body, int points, int lines) {
    @Override
    public String toString() {
      return points + " points at " + atMillis;
    }
  }

  private record Due(long at, long order, FutureTask<?> task) {}

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Due> alarms =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
  private long order;
  private long nanos = Long.MAX_VALUE - 5_000_000_000L; // Soon to overflow, as it may.
  private final long begin = nanos;

  private @Nullable AssertionError broken;

  long wall = DATE;
  double random = 0.5;
  boolean hasThreads = true;
  boolean hasTimer = true;
  Function<Body, Verdict> server = body -> Verdict.accepted(body.points());
  Function<List<String>, Verdict> registry = names -> Verdict.accepted(-1);
  final List<Request> requests = new ArrayList<>();
  final List<Long> probes = new ArrayList<>();
  final List<List<String>> registered = new ArrayList<>();
  final List<Long> registeredAt = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  final List<Duration> limits = new ArrayList<>();
  final Set<Duration> nameLimits = new HashSet<>();

  Delivery delivery(DeliverySettings settings) {
    return new Delivery(settings, this, this, this, this::submit, this::submit);
  }

  Delivery delivery() {
    return delivery(settings(500_000, MINUTE));
  }

  static DeliverySettings settings(int most, Duration wait) {
    return new DeliverySettings(Duration.ofSeconds(1), most, wait);
  }

  private synchronized void submit(Runnable task) {
    if (!hasThreads) {
      throw new RejectedExecutionException("no thread");
    }
    tasks.add(task);
  }

  private synchronized @Nullable Runnable nextTask() {
    return tasks.poll();
  }

  /** Lets happen what is due now. */
  void run() {
    advance(Duration.ZERO);
  }

  /** Lets happen what is due within {@code time}. */
  void advance(Duration time) {
    long until;
    synchronized (this) {
      until = elapsed() + time.toNanos();
    }
    int steps = 0;
    for (Runnable next = next(until); next != null; next = next(until)) {
      next.run();
      assertTrue(++steps < MOST_STEPS, "it does not end");
    }
    synchronized (this) {
      nanos = begin + until;
    }
    if (broken != null) {
      throw broken;
    }
  }

  private @Nullable Runnable next(long until) {
    Runnable task = nextTask();
    if (task != null) {
      return task;
    }
    synchronized (this) {
      Due due = alarms.peek();
      if (due == null || due.at > until) {
        return null;
      }
      alarms.remove();
      nanos = begin + Math.max(elapsed(), due.at);
      return due.task;
    }
  }

  private synchronized long elapsed() {
    return nanos - begin;
  }

  long elapsedMillis() {
    return elapsed() / 1_000_000;
  }

  /** How many alarms are set. */
  synchronized int alarms() {
    alarms.removeIf(due -> due.task.isCancelled());
    return alarms.size();
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized long millis() {
    return wall + elapsed() / 1_000_000;
  }

  @Override
  public double random() {
    return random;
  }

  @Override
  public synchronized Future<?> schedule(long delay, Runnable task) {
    if (!hasTimer) {
      throw new RejectedExecutionException("no timer");
    }
    FutureTask<?> future = new FutureTask<>(task, null);
    alarms.add(new Due(elapsed() + delay, order++, future));
    return future;
  }

  @Override
  public Verdict send(Body body, Duration limit) {
    limits.add(limit);
    if (body.length() == 0) {
      probes.add(elapsedMillis());
    } else {
      requests.add(new Request(elapsedMillis(), text(body), body.points(), body.lines()));
    }
    return guarded(() -> server.apply(body));
  }

  static String text(Body body) {
    return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
  }

  @Override
  public Verdict register(List<String> names, Duration limit) {
    nameLimits.add(limit);
    registered.add(List.copyOf(names));
    registeredAt.add(elapsedMillis());
    return guarded(() -> registry.apply(names));
  }

  /** What an assertion in a server throws, the delivery takes for a failure of the server. */
  private Verdict guarded(Supplier<Verdict> answer) {
    try {
      return answer.get();
    } catch (AssertionError e) {
      broken = e;
      throw e;
    }
  }

  static Verdict fails(Verdict.Kind kind) {
    return fails(kind, null);
  }

  static Verdict fails(Verdict.Kind kind, @Nullable Duration retryAfter) {
    return Verdict.failed(kind, new IllegalStateException("" + kind), retryAfter);
  }

  @Override
  public void failed(RuntimeException failure) {
    problems.add("failed: " + failure.getMessage());
  }

  @Override
  public void refused(long step, String name, double value, RuntimeException failure) {
    problems.add("refused: " + step + " " + name + " " + value + " " + failure.getMessage());
  }

  @Override
  public void miscounted(long sent, long said) {
    problems.add("miscounted: " + sent + " " + said);
  }

  @Override
  public void namesFailed(RuntimeException failure) {
    problems.add("names: " + failure.getMessage());
  }

  @Override
  public void gone(RuntimeException failure) {
    problems.add("gone: " + failure.getMessage());
  }

  /** When the requests with points came, in milliseconds. */
  List<Long> times() {
    return requests.stream().map(Request::atMillis).toList();
  }

  /** How many points each request had. */
  List<Integer> sizes() {
    return requests.stream().map(Request::points).toList();
  }

  /** The steps in the last request. */
  String last() {
    return requests.get(requests.size() - 1).body();
  }

  /** Logs points with the steps {@code from} to {@code to} - 1, one line each. */
  static void log(Delivery delivery, int from, int to) {
    for (int step = from; step < to; step++) {
      assertEquals(Logged.ADDED, delivery.log(step, "a", step));
    }
  }

  /** For a flush of which only what it sets going matters. */
  static void ignore(CompletableFuture<Flushed> flush) {
    assertNotNull(flush);
  }

  /** Returns what a flush that has ended says. */
  static Flushed get(CompletableFuture<Flushed> flush) {
    assertTrue(flush.isDone(), "still waits");
    return flush.join();
  }
}
