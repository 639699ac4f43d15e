package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of a run can be, and what they are by default. */
@Tag("run")
class RunOptionsTest {
  private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

  /** An option that is a duration, and its range. */
  record Option(
      String name,
      Duration least,
      Duration most,
      boolean mayBeZero,
      BiFunction<RunOptions.Builder, Duration, RunOptions.Builder> setter,
      Function<RunOptions, Duration> getter) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Option> options() {
    return List.of(
        new Option(
            "flushInterval",
            Duration.ofMillis(10),
            Duration.ofHours(1),
            false,
            RunOptions.Builder::flushInterval,
            RunOptions::flushInterval),
        new Option(
            "fullBufferWait",
            Duration.ZERO,
            LONGEST,
            true,
            RunOptions.Builder::fullBufferWait,
            RunOptions::fullBufferWait),
        new Option(
            "heartbeatInterval",
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            true,
            RunOptions.Builder::heartbeatInterval,
            RunOptions::heartbeatInterval),
        new Option(
            "closeTimeout",
            Duration.ZERO,
            LONGEST,
            true,
            RunOptions.Builder::closeTimeout,
            RunOptions::closeTimeout),
        new Option(
            "deliveryTimeout",
            Duration.ofMillis(1),
            LONGEST,
            false,
            RunOptions.Builder::deliveryTimeout,
            RunOptions::deliveryTimeout));
  }

  @Test
  void hasTheDefaultsThatTheBuilderSays() {
    RunOptions defaults = RunOptions.defaults();
    assertEquals(Duration.ofSeconds(1), defaults.flushInterval());
    assertEquals(500_000, defaults.maxBufferedPoints());
    assertEquals(Duration.ofSeconds(60), defaults.fullBufferWait());
    assertEquals(Duration.ofSeconds(20), defaults.heartbeatInterval());
    assertEquals(Duration.ofSeconds(10), defaults.closeTimeout());
    assertEquals(Duration.ofSeconds(90), defaults.deliveryTimeout());
    assertTrue(defaults.flushAtExit());
    assertNull(defaults.onProblem());
    assertSame(defaults, RunOptions.defaults());
    assertEquals(defaults.toString(), RunOptions.builder().build().toString());
  }

  @Test
  void showsItsValues() {
    assertEquals(
        "RunOptions[flushInterval=1 s, maxBufferedPoints=500000, fullBufferWait=60 s,"
            + " heartbeatInterval=20 s, closeTimeout=10 s, deliveryTimeout=90 s,"
            + " flushAtExit=true, onProblem=a log]",
        RunOptions.defaults().toString());
    String text =
        RunOptions.builder().flushAtExit(false).onProblem(problem -> {}).build().toString();
    assertTrue(text.endsWith("flushAtExit=false, onProblem=set]"), text);
  }

  @ParameterizedTest
  @MethodSource("options")
  void takesTheEndsOfTheRanges(Option option) {
    for (Duration value : List.of(option.least, option.most)) {
      RunOptions.Builder builder = RunOptions.builder();
      assertSame(builder, option.setter.apply(builder, value));
      assertEquals(value, option.getter.apply(builder.build()));
    }
    if (option.mayBeZero) {
      RunOptions zero = option.setter.apply(RunOptions.builder(), Duration.ZERO).build();
      assertEquals(Duration.ZERO, option.getter.apply(zero));
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void refusesWhatIsOutOfRangeByName(Option option) {
    RunOptions.Builder builder = RunOptions.builder();
    List<Duration> bad =
        List.of(
            option.least.minusNanos(1),
            option.most.plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE));
    for (Duration value : bad) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> option.setter.apply(builder, value))
              .getMessage();
      String start =
          option.name + " " + Describe.duration(value) + " is out of range: it goes from ";
      assertTrue(message.startsWith(start), message);
    }
    if (!option.mayBeZero) {
      assertThrows(
          IllegalArgumentException.class, () -> option.setter.apply(builder, Duration.ZERO));
    }
    assertEquals(
        option.name,
        assertThrows(NullPointerException.class, () -> option.setter.apply(builder, null))
            .getMessage());
    assertEquals(RunOptions.defaults().toString(), builder.build().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_000_001, Integer.MAX_VALUE})
  void refusesBuffersOutOfRange(int points) {
    assertEquals(
        "maxBufferedPoints " + points + " is out of range: it goes from 1 to 10000000",
        assertThrows(
                IllegalArgumentException.class,
                () -> RunOptions.builder().maxBufferedPoints(points))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000_000})
  void takesBuffersInRange(int points) {
    assertEquals(
        points, RunOptions.builder().maxBufferedPoints(points).build().maxBufferedPoints());
  }

  @Test
  void keepsTheListener() {
    Consumer<Exception> listener = problem -> {};
    RunOptions options = RunOptions.builder().onProblem(listener).flushAtExit(false).build();
    assertSame(listener, options.onProblem());
    assertFalse(options.flushAtExit());
    assertEquals(
        "onProblem",
        assertThrows(NullPointerException.class, () -> RunOptions.builder().onProblem(null))
            .getMessage());
  }

  @Test
  void isNotChangedByItsBuilder() {
    RunOptions.Builder builder = RunOptions.builder();
    RunOptions before = builder.build();
    builder.maxBufferedPoints(1).closeTimeout(Duration.ZERO);
    assertEquals(RunOptions.defaults().toString(), before.toString());
  }
}
