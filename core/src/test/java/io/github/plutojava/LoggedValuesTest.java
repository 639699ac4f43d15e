package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import org.junit.jupiter.api.Test;

/** Values and times arrive as they were logged, bit for bit. */
class LoggedValuesTest extends RunTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));

  private PlutoClient clientOfThatTime() {
    Timing system = Timing.SYSTEM;
    return closeLater(
        builder()
            .timing(new Timing(system.nanoTime(), now::get, system.random(), system.waiter()))
            .build());
  }

  private String sent() {
    StringBuilder sent = new StringBuilder();
    pluto.received(RunServer.INGEST).forEach(each -> sent.append(each.body()));
    return sent.toString();
  }

  private List<Long> bits() {
    return pluto.points().stream()
        .map(point -> Double.doubleToRawLongBits((Double) point.value()))
        .toList();
  }

  @Test
  void eachDoubleArrivesBitForBit() {
    List<Double> values = new ArrayList<>();
    for (double value :
        new double[] {0.0, 0.1, 0.1 + 0.2, 1 / 3.0, 1e21, 1e22, Math.nextUp(1e22), 1L << 53}) {
      values.add(value);
      values.add(-value);
    }
    values.addAll(
        List.of(
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MAX_VALUE,
            -Double.MAX_VALUE));
    Random random = new Random(1);
    while (values.size() < 2000) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        values.add(value);
      }
      values.add(random.nextInt(1_000_000) / 1000.0);
    }
    ActiveRun run = open();
    for (int i = 0; i < values.size(); i++) {
      run.log(i, "loss", values.get(i));
    }
    run.flush(Duration.ofSeconds(10));
    assertEquals(values.stream().map(Double::doubleToRawLongBits).toList(), bits());
  }

  @Test
  void nanAndTheInfinitiesAreSentAsStrings() {
    ActiveRun run = open();
    run.log(1, "a", Double.NaN);
    run.log(2, "a", Double.longBitsToDouble(0xfff8000000000001L));
    run.log(3, "a", Double.POSITIVE_INFINITY);
    assertTrue(run.tryLog(4, "a", Double.NEGATIVE_INFINITY));
    run.log(5, Map.of("a", Float.NaN));
    run.log(6, Map.of("a", Float.NEGATIVE_INFINITY));
    run.flush(Duration.ofSeconds(10));
    assertEquals(
        List.of("NaN", "NaN", "Infinity", "-Infinity", "NaN", "-Infinity"),
        pluto.points().stream().map(RunServer.Point::value).toList());
    assertTrue(sent().contains("\"step\":1,\"data\":{\"a\":\"NaN\"}}\n"), sent());
  }

  @Test
  void otherNumbersAreSentAsTheNearestDouble() {
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("long", Long.MAX_VALUE);
    values.put("odd", (1L << 53) + 1);
    values.put("float", 0.1f);
    values.put("byte", (byte) -1);
    values.put("short", (short) 7);
    values.put("atomic long", new AtomicLong((1L << 53) + 3));
    values.put("atomic int", new AtomicInteger(-5));
    DoubleAdder adder = new DoubleAdder();
    adder.add(0.25);
    values.put("adder", adder);
    values.put("decimal", new BigDecimal("0.1000000000000000055"));
    values.put("tiny decimal", new BigDecimal("1e-400"));
    values.put("largest", new BigDecimal(Double.MAX_VALUE));
    values.put("integer", BigInteger.TEN.pow(30));
    values.put("inside", BigInteger.valueOf(2).pow(1023));
    ActiveRun run = open();
    run.log(1, values);
    run.flush(Duration.ofSeconds(10));
    assertEquals(
        values.values().stream().map(v -> Double.doubleToRawLongBits(v.doubleValue())).toList(),
        bits());
    assertEquals((double) Long.MAX_VALUE, pluto.points().get(0).value());
    assertEquals((double) (1L << 53), pluto.points().get(1).value());
  }

  @Test
  void aMapIsOneLineOfOneTime() {
    ActiveRun run = clientOfThatTime().resume(MMP_1, options().build());
    Map<String, Integer> values = new LinkedHashMap<>();
    values.put("b", 1);
    values.put("a", 2);
    run.log(3, values);
    run.flush(Duration.ofSeconds(10));
    assertEquals("{\"time\":1795694400000,\"step\":3,\"data\":{\"b\":1,\"a\":2}}\n", sent());
  }

  /** The server replaces a point only by one whose time is not lower. */
  @Test
  void timeDoesNotGoBackWhenTheClockDoes() {
    ActiveRun run = clientOfThatTime().resume(MMP_1, options().build());
    long noon = now.get().toEpochMilli();
    run.log(1, "a", 1);
    now.set(now.get().minus(Duration.ofHours(1)));
    run.log(1, "a", 2);
    run.flush(Duration.ofSeconds(10));
    run.log(1, Map.of("a", 3));
    assertTrue(run.tryLog(1, "a", 4));
    now.set(now.get().plus(Duration.ofHours(2)));
    run.log(1, "a", 5);
    run.flush(Duration.ofSeconds(10));
    long one = now.get().toEpochMilli();
    assertEquals(List.of(noon, noon, noon, noon, one), times());
  }

  private List<Long> times() {
    return pluto.points().stream().map(RunServer.Point::time).toList();
  }

  @Test
  void aTimeOfOnesOwnDoesNotMoveTheClock() {
    ActiveRun run = clientOfThatTime().resume(MMP_1, options().build());
    long noon = now.get().toEpochMilli();
    Instant[] own = {
      Instant.EPOCH,
      Instant.parse("9999-12-31T23:59:59.999999999Z"),
      Instant.parse("2026-11-26T11:00:00.123456789Z")
    };
    run.log(1, "a", 1);
    for (Instant time : own) {
      run.log(2, time, Map.of("a", 2));
    }
    run.log(3, "a", 3);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of(noon, 0L, 253402300799999L, own[2].toEpochMilli(), noon), times());
  }

  /** Not at the time at which it is sent. */
  @Test
  void aPointHasTheTimeOfItsCall() {
    ActiveRun run =
        clientOfThatTime().resume(MMP_1, options().flushInterval(Duration.ofHours(1)).build());
    long noon = now.get().toEpochMilli();
    run.log(1, "a", 1);
    now.set(now.get().plusMillis(1));
    run.log(2, "a", 2);
    now.set(now.get().plus(Duration.ofHours(1)));
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of(noon, noon + 1), times());
  }

  @Test
  void pointsOfOneThreadKeepTheirOrder() {
    ActiveRun run = open();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String name = "n" + i % 7;
      run.log(i / 5, name, i);
      expected.add(name + " " + (double) i);
    }
    run.flush(Duration.ofSeconds(10));
    assertEquals(expected, pluto.points().stream().map(p -> p.name() + " " + p.value()).toList());
  }
}
