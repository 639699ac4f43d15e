package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations are written in one notation wherever somebody reads one. */
class DescribeTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT90S, 90 s",
    "PT2400H, 8640000 s",
    "PT-1S, -1 s",
    "PT0.5S, 500 ms",
    "PT1.25S, 1250 ms",
    "PT-0.001S, -1 ms",
    "PT0.000999999S, 0.999999 ms",
    "PT2562047788015215H30M7S, 9223372036854775807 s",
    "PT2562047788015215H30M7.999999999S, 9223372036854775807999.999999 ms",
  })
  void writesSecondsOrMilliseconds(Duration duration, String words) {
    assertEquals(words, Describe.duration(duration));
  }
}
