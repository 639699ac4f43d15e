package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EmbeddedPlutoRecordedResumeTest extends EmbeddedPlutoRequests {
  /** The recorded exchanges that a fresh EmbeddedPluto does not answer as recorded, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.of("db-down-first", "recorded with PostgreSQL stopped; EmbeddedPluto has no database");

  private static Stream<Exchange> replayed() {
    return recorded("resume").stream().filter(exchange -> !LEFT_OUT.containsKey(exchange.name()));
  }

  private Reply replay(Exchange exchange) {
    return replay(exchange, run -> run);
  }

  // The recorded exchanges, each on a server of its own.

  @ParameterizedTest
  @MethodSource("replayed")
  void answersAsRecorded(Exchange exchange) {
    assertAsRecorded(exchange, replay(exchange));
  }

  @ParameterizedTest
  @MethodSource("replayed")
  void resumesTheRunThatTheAnswerNamesAndNoOther(Exchange exchange) throws IOException {
    Map<Long, String> expected = new TreeMap<>(server.statuses());
    String recorded = exchange.answer();
    if (recorded.contains("\"resumed\":true")) {
      expected.put(new JsonMapper().readTree(recorded).get("runId").asLong(), "RUNNING");
    } else if (exchange.name().equals("runid-2p53-plus-1")) {
      expected.put(9007199254740992L, "RUNNING"); // an error that comes after the run is resumed
    }

    replay(exchange);

    assertEquals(expected, server.statuses());
  }

  @Test
  void whatIsLeftOutIsRecordedAndReallyAnsweredOtherwise() {
    List<Exchange> leftOut =
        recorded("resume").stream()
            .filter(exchange -> LEFT_OUT.containsKey(exchange.name()))
            .toList();

    assertEquals(LEFT_OUT.size(), leftOut.size());
    for (Exchange exchange : leftOut) {
      assertNotEquals(exchange.status(), replay(exchange).status(), exchange.name());
    }
  }

  @Test
  void everyRecordedExchangeIsReplayedOrLeftOut() {
    List<String> names = recorded("resume").stream().map(Exchange::name).toList();

    assertEquals(58, Set.copyOf(names).size());
    assertEquals(names.size(), replayed().count() + LEFT_OUT.size());
  }
}
