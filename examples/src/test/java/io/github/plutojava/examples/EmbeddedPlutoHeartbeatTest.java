package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.EmbeddedPluto.StatusChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heartbeats, the monitor that misses them, and a cancel that they bring. */
final class EmbeddedPlutoHeartbeatTest extends EmbeddedPlutoRequests {
  private static String told(String status) {
    return "{\"status\":\"" + status + "\",\"triggers\":null}";
  }

  @Test
  void countsHeartbeatsAndTellsTheStatus() {
    assertReply(200, told("RUNNING"), beat(2));
    assertReply(200, told("RUNNING"), beat(2));
    assertReply(200, told("COMPLETED"), beat(1));

    assertEquals(2, server.run("MMP-2").heartbeats());
    assertEquals(1, server.run("MMP-1").heartbeats());
    assertEquals(0, server.run("MMP-3").heartbeats());
  }

  @Test
  void noHeartbeatThatIsRefusedCounts() {
    assertEquals(422, post(EmbeddedPluto.HEARTBEAT, "{}").status());
    assertReply(404, "{\"detail\":\"Run not found\"}", beat(14));

    server.run(2).delete();
    assertReply(404, "{\"detail\":\"Run not found\"}", beat(2));
  }

  // The monitor.

  @Test
  void aRunThatWasNeverHeardOfFailsAfterHalfAnHour() {
    server.advance(Duration.ofSeconds(1799));
    assertEquals("RUNNING", server.status("MMP-2"));

    server.advance(Duration.ofSeconds(61));
    assertEquals("FAILED", server.status("MMP-2"));
    assertEquals("COMPLETED", server.status("MMP-1"));
  }

  @Test
  void aRunWhoseHeartbeatStopsFailsWithinTwoAndAHalfMinutesAndAMinute() {
    beat(2);
    server.advance(Duration.ofSeconds(149));
    assertEquals("RUNNING", server.status("MMP-2"));

    server.advance(Duration.ofSeconds(61));
    assertEquals("FAILED", server.status("MMP-2"));
    StatusChange change = server.run("MMP-2").history().get(0);
    assertEquals("stale-monitor", change.source());
    assertEquals(
        "{\"reason\":\"heartbeat-timeout\",\"grace_seconds\":150}",
        String.valueOf(change.metadata()));
    assertReply(200, told("FAILED"), beat(2));
    assertTrue(
        get(EmbeddedPluto.HISTORY + "?runId=2")
            .body()
            .contains(
                "\"toStatus\":\"FAILED\",\"source\":\"stale-monitor\",\"metadata\":"
                    + "{\"reason\":\"heartbeat-timeout\",\"grace_seconds\":150},"
                    + "\"actorId\":null,\"apiKeyId\":null,"));
  }

  @ParameterizedTest
  @CsvSource({"heartbeat", "points", "resume"})
  void aSignOfLifeCountsWhateverItIs(String sign) {
    beat(1);
    resume("{\"runId\":1}");
    for (int i = 0; i < 10; i++) {
      server.advance(Duration.ofSeconds(89));
      Reply reply =
          switch (sign) {
            case "heartbeat" -> beat(1);
            case "points" -> log("{\"time\":1,\"step\":1,\"data\":{\"a\":1}}");
            default -> resume("{\"runId\":1}");
          };
      assertEquals(200, reply.status());
    }
    assertEquals(List.of("COMPLETED", "RUNNING"), server.run(1).statuses());

    server.advance(Duration.ofSeconds(210));
    assertEquals("FAILED", server.status(1));
  }

  @Test
  void judgesOnlyEachMinute() {
    beat(2);
    server.advance(Duration.ofSeconds(150)); // judged at 120
    assertEquals("RUNNING", server.status(2));

    server.advance(Duration.ofSeconds(31)); // judged at 180
    assertEquals("FAILED", server.status(2));
  }

  @Test
  void timeIsNotTurnedBack() {
    assertThrows(
        IllegalArgumentException.class, () -> server.advance(Duration.ofSeconds(1).negated()));
  }

  // A cancel from the UI.

  @Test
  void aCancelTakesEffectWithTheNextHeartbeat() {
    server.run("MMP-2").cancel();
    assertEquals("RUNNING", server.status("MMP-2"));

    assertReply(200, told("CANCELLED"), beat(2));
    assertEquals(List.of("RUNNING", "CANCELLED"), server.run("MMP-2").statuses());
    assertEquals(List.of(), server.run("MMP-2").history());
  }

  @Test
  void aCancelComesBackAfterEachResumeForEver() {
    server.run(1).cancel();
    for (int i = 0; i < 3; i++) {
      resume("{\"runId\":1}");
      assertEquals("RUNNING", server.status(1));
      assertReply(200, told("CANCELLED"), beat(1));
      assertReply(200, told("CANCELLED"), beat(1));
      setStatus(1, "COMPLETED");
      assertEquals("CANCELLED", server.status(1));
    }
    assertEquals(7, server.run(1).statuses().size());
  }
}
