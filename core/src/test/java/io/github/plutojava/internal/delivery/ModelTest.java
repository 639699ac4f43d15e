package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several threads log to a server that fails at random, as real threads do it. Time runs a thousand
 * times as fast as it does.
 */
@Tag("unmutated")
class ModelTest {
  private static final int THREADS = 4;
  private static final int POINTS = 2_000;

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    timer.shutdownNow();
  }

  private final class FastTime implements Time {
    private static final int SPEED = 1_000;
    private final AtomicLong reads = new AtomicLong();

    @Override
    public long nanoTime() {
      return System.nanoTime() * SPEED;
    }

    @Override
    public long millis() { // It goes back time and again.
      return World.DATE + reads.incrementAndGet() % 1_000;
    }

    @Override
    public double random() {
      return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Future<?> schedule(long nanos, Runnable task) {
      return timer.schedule(task, nanos / SPEED, TimeUnit.NANOSECONDS);
    }
  }

  /** What the server has: it replaces a point only by one whose time is not lower. */
  private static final class Server implements Carrier, Problems {
    private static final Kind[] FAILURES = {
      Kind.PASSING, Kind.TIMED_OUT, Kind.CUT_OFF, Kind.SUSPECT, Kind.TOO_LARGE, Kind.PASSING
    };

    private final Random random;
    private final Map<String, Point> stored = new LinkedHashMap<>();
    private final List<Point> firstSeen = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private long lastTime;
    private long failed;

    Server(int seed) {
      random = new Random(seed);
    }

    @Override
    public synchronized Verdict send(Body body, Duration limit) {
      if (body.points() == 0) {
        return random.nextInt(4) == 0 ? World.fails(Kind.PASSING) : Verdict.accepted(0);
      }
      boolean isLost = random.nextInt(8) == 0;
      int fate = random.nextInt(3);
      if (fate == 0 && !isLost) {
        failed++;
        return World.fails(FAILURES[random.nextInt(FAILURES.length)]);
      }
      for (Point point : Point.of(World.text(body))) {
        if (point.step() % 397 == 5) { // What came before it is in.
          failed++;
          return World.fails(Kind.LINE);
        }
        store(point);
      }
      if (isLost) {
        failed++;
        return World.fails(Kind.PASSING);
      }
      return Verdict.accepted(body.points());
    }

    /** What is thrown here, the delivery takes for a failure. */
    private void check(boolean isRight, String otherwise) {
      if (!isRight) {
        wrong.add(otherwise);
      }
    }

    private void store(Point point) {
      Point before = stored.put(key(point), point);
      if (before == null) {
        check(point.time() >= lastTime, "time goes back");
        lastTime = point.time();
        firstSeen.add(point);
      } else {
        check(before.equals(point), point + " in place of " + before);
      }
    }

    @Override
    public synchronized Verdict register(List<String> more, Duration limit) {
      if (random.nextInt(3) == 0) {
        return World.fails(FAILURES[random.nextInt(2)]);
      }
      more.forEach(name -> check(names.add(name), "registered twice"));
      return Verdict.accepted(-1);
    }

    @Override
    public synchronized void refused(
        long step, String name, double value, RuntimeException failure) {
      check(refused.add(name + " " + step), "refused twice");
    }

    @Override
    public void failed(RuntimeException failure) {}

    @Override
    public void miscounted(long sent, long said) {
      check(false, "miscounted");
    }

    @Override
    public void namesFailed(RuntimeException failure) {}

    @Override
    public void gone(RuntimeException failure) {
      check(false, "gone");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @Timeout(60)
  void whatIsLoggedArrivesBitForBitInItsOrder(int seed) throws Exception {
    Server server = new Server(seed);
    Delivery delivery =
        new Delivery(
            new DeliverySettings(Duration.ofSeconds(1), 700, Duration.ofHours(10)),
            server,
            server,
            new FastTime(),
            pool,
            pool);
    List<Future<?>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(pool.submit(() -> log(delivery, script(seed, thread))));
    }
    while (threads.stream().anyMatch(each -> !each.isDone())) {
      Account account = delivery.account();
      assertBalanced(account);
      assertTrue(account.waiting() <= 700, "too many wait: " + account);
      delivery.flush(Duration.ofSeconds(1)).get(30, TimeUnit.SECONDS);
    }
    for (Future<?> thread : threads) {
      thread.get();
    }
    CompletableFuture<Flushed> flush = delivery.flush(Duration.ofHours(10));
    assertEquals(0, flush.get(30, TimeUnit.SECONDS).waiting());
    Account account = delivery.account();
    assertBalanced(account);
    assertEquals((long) THREADS * POINTS, account.logged());
    synchronized (server) {
      assertEquals(List.of(), server.wrong);
      assertEquals(server.refused.size(), account.refused());
      assertEquals(server.failed, account.failedRequests());
      for (int i = 0; i < THREADS; i++) {
        assertArrived(server, seed, i);
      }
    }
    delivery.close();
  }

  private static void assertBalanced(Account account) {
    assertEquals(account.logged(), account.accepted() + account.refused() + account.waiting());
  }

  /** Returns what a thread logs: points one by one and, of one step each, some together. */
  private static List<List<Point>> script(int seed, int thread) {
    Random random = new Random(100L * seed + thread);
    List<List<Point>> script = new ArrayList<>();
    for (int step = 0; step < POINTS; ) {
      int count = random.nextInt(3) == 0 ? Math.min(3, POINTS - step) : 1;
      List<Point> together = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        together.add(new Point(0, step, "t" + thread + "/" + (count + i), value(random)));
      }
      script.add(together);
      step += count;
    }
    return script;
  }

  private static double value(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isNaN(any) ? Double.NaN : any;
  }

  private static void log(Delivery delivery, List<List<Point>> script) {
    for (List<Point> together : script) {
      Point first = together.get(0);
      if (together.size() == 1) {
        assertEquals(Logged.ADDED, delivery.log(first.step(), first.name(), first.value()));
      } else {
        String[] names = together.stream().map(Point::name).toArray(String[]::new);
        double[] values = together.stream().mapToDouble(Point::value).toArray();
        assertEquals(Logged.ADDED, delivery.log(first.step(), Delivery.NOW, names, values));
      }
    }
  }

  private static void assertArrived(Server server, int seed, int thread) {
    List<String> expected = new ArrayList<>();
    for (List<Point> together : script(seed, thread)) {
      for (Point point : together) {
        if (!server.refused.contains(key(point)) || server.stored.containsKey(key(point))) {
          expected.add(bits(point));
        }
      }
    }
    List<String> arrived =
        server.firstSeen.stream()
            .filter(point -> point.name().startsWith("t" + thread + "/"))
            .map(ModelTest::bits)
            .toList();
    assertEquals(expected, arrived);
  }

  private static String key(Point point) {
    return point.name() + " " + point.step();
  }

  private static String bits(Point point) {
    return key(point) + " " + Double.doubleToRawLongBits(point.value());
  }
}
