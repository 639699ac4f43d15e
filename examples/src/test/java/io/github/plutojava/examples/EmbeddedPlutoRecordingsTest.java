package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else than a resume was recorded, each file from its first exchange to its last. */
final class EmbeddedPlutoRecordingsTest extends EmbeddedPlutoRequests {
  /** The exchanges that EmbeddedPluto does not answer as recorded, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("status-statusupdated-fraction", "it does not look at statusUpdated"),
          Map.entry("status-statusupdated-too-big", "it does not look at statusUpdated"),
          Map.entry("status-statusupdated-max", "it does not look at statusUpdated"),
          Map.entry("status-auth-insecure-key", "it has no key of the older kind"),
          Map.entry("history-after", "times differ: EmbeddedPlutoStatusTest"),
          Map.entry("history-empty", "the run has a history: EmbeddedPlutoStatusTest"),
          Map.entry("trigger-no-content-type", "newer servers answer a 422, as it does"),
          Map.entry("details-ok", "the run differs: EmbeddedPlutoDetailsTest"),
          Map.entry("details-finished", "the run differs: EmbeddedPlutoDetailsTest"),
          Map.entry("details-accept-gzip", "the run differs: EmbeddedPlutoDetailsTest"),
          Map.entry("details-by-display-id", "it has no such path"),
          Map.entry("details-by-display-id-bad", "it has no such path"),
          Map.entry("m-postgres-down", "it has no database"),
          Map.entry("postgres-down-empty", "it has no database"));

  /** Those of its runs that play a recorded one that it does not have, or has otherwise. */
  private static final Map<Long, Long> RUNS = Map.of(7L, 14L, 13L, 8L, 14L, 7L, 15L, 6L);

  private static final Pattern STATUS_AFTER = Pattern.compile("after: .*\\bstatus=([A-Z]+)");
  private static final Pattern EVENTS_AFTER = Pattern.compile("events=(\\[.*\\])");

  private final Map<Long, Integer> eventsBefore = new HashMap<>();

  /** The runs begin as in the recordings. */
  @BeforeEach
  void setStatuses() {
    for (long run : List.of(1, 6, 8, 9, 10, 11, 12)) {
      server.run(run).finish("FAILED");
      resume("{\"runId\":" + run + "}");
    }
    server.finish(2, "COMPLETED");
    server.finish(4, "CANCELLED");
    resume("{\"runId\":5}");
    server.finish(5, "TERMINATED");
    server.run(9).cancel();
    server.run(7).cancel();
    server.statuses().keySet().stream()
        .map(server::run)
        .forEach(run -> eventsBefore.put(run.id(), run.history().size()));
  }

  @ParameterizedTest
  @CsvSource({"status, 42", "logname, 28", "heartbeat, 29", "details, 5", "ingest, 52"})
  void answersAsRecorded(String file, int count) {
    List<Exchange> replayed = new ArrayList<>();
    for (Exchange exchange : recorded(file)) {
      if (LEFT_OUT.containsKey(exchange.name())) {
        continue;
      }
      if (exchange.name().equals("trigger-cancel-after-resume")) {
        resume("{\"runId\":9}");
      }
      assertAsRecorded(exchange, replay(exchange));
      assertStatusAsRecorded(exchange);
      replayed.add(exchange);
    }
    assertEquals(count, replayed.size());
  }

  /** The note of an exchange tells the state of the database after it. */
  private void assertStatusAsRecorded(Exchange exchange) {
    Matcher status = STATUS_AFTER.matcher(exchange.note());
    Matcher id =
        Pattern.compile("\"runId\": (\\d+)").matcher(exchange.json().toString().replace("\\", ""));
    if (!status.find() || !id.find()) {
      return;
    }
    long recorded = Long.parseLong(id.group(1));
    if (recorded == 7) {
      return; // of another organization, and left alone
    }
    EmbeddedPluto.Run run = server.run(RUNS.getOrDefault(recorded, recorded));
    assertEquals(status.group(1), run.status(), exchange.name());
    Matcher events = EVENTS_AFTER.matcher(exchange.note());
    if (events.find()) {
      List<String> changes =
          run.history().stream()
              .skip(eventsBefore.getOrDefault(run.id(), 0))
              .map(c -> "'" + c.from() + ">" + c.to() + "(" + c.source() + ")'")
              .toList();
      assertEquals(events.group(1), changes.toString(), exchange.name());
    }
  }

  @Test
  void whatIsLeftOutIsRecordedAndReallyAnsweredOtherwise() {
    for (String name : LEFT_OUT.keySet()) {
      Exchange exchange =
          List.of("status", "heartbeat", "details", "ingest").stream()
              .flatMap(file -> recorded(file).stream())
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow();
      Reply reply = replay(exchange);
      assertNotEquals(exchange.status() + exchange.answer(), reply.status() + reply.body(), name);
    }
  }

  private Reply replay(Exchange exchange) {
    return replay(exchange, run -> RUNS.getOrDefault(run, run));
  }

  // Stories that were recorded, from a resume to the end.

  @Test
  void resumesRegistersBeatsFinishesAndReadsBack() {
    for (String name :
        List.of("1-resume", "2-names", "3-heartbeat", "6-finish", "7-heartbeat-after-finish")) {
      replayStory("seqA-" + name);
    }
    replayLook("seqA-8-details", "\"status\":\"COMPLETED\"", "\"logNames\":\\[.*\\]");
    replayLook("seqA-9-history", "\"fromStatus\":.*?\"apiKeyId\":\"key_valid\"");
  }

  @Test
  void aFailedRunThatIsResumedCanBeCompleted() {
    replayStory("seqB-1-resume-failed");
    replayStory("seqB-2-finish");
    replayLook("seqB-3-details", "\"status\":\"COMPLETED\"", "\"id\":3,");
  }

  @Test
  void aRunThatTheMonitorFailedIsCompletedOnlyAfterAResume() {
    beat(1);
    server.advance(java.time.Duration.ofSeconds(210));

    for (String name :
        List.of("1-heartbeat-says-failed", "2-finish-ignored", "3-resume-again", "4-finish")) {
      replayStory("seqC-" + name);
    }
    replayLook("seqC-5-history", "\"fromStatus\":.*?\"apiKeyId\":(null|\"key_valid\")");
  }

  @Test
  void aCancelFromTheUiComesBackWithTheFirstHeartbeatAfterEachResume() {
    replayStory("seqD-1-heartbeat-cancels");
    replayStory("seqD-2-finish-ignored");
    assertTrue(resume("{\"runId\":9}").body().endsWith("\"resumed\":true}"));
    replayStory("seqD-4-heartbeat-cancels-again");
  }

  @Test
  void aDeletedRunIsNotFoundByAnyone() {
    server.run(8).delete();

    replayStory("seqE-1-heartbeat-deleted");
    replayStory("seqE-2-names-deleted");
    replayStory("seqE-3-finish-deleted");
  }

  @Test
  void aFinishThatIsSentAgainChangesNothing() {
    replayStory("seqF-1-finish");
    List<EmbeddedPluto.StatusChange> history = server.run(12).history();
    String details = get("/api/runs/details/12").body();
    replayStory("seqF-2-finish-resent");
    replayStory("seqF-3-finish-resent-with-metadata");

    assertEquals(history, server.run(12).history());
    String statusUpdated = found("\"statusUpdated\":\"[^\"]*\"", details).get(0);
    String after = get("/api/runs/details/12").body();
    assertTrue(after.contains(statusUpdated), after);
    assertTrue(after.contains("\"statusMetadata\":{\"a\":1}"), after);
  }

  private void replayStory(String name) {
    Exchange exchange = recorded("sequences", name);
    assertAsRecorded(exchange, replay(exchange));
  }

  /** Compares only what the patterns find, since times and the run's config differ. */
  private void replayLook(String name, String... patterns) {
    Exchange exchange = recorded("sequences", name);
    Reply reply = replay(exchange);
    assertEquals(exchange.status(), reply.status(), name);
    for (String pattern : patterns) {
      List<String> recorded = found(pattern, exchange.answer());
      assertFalse(recorded.isEmpty(), pattern);
      List<String> now = found(pattern, reply.body());
      assertEquals(recorded, now.subList(now.size() - recorded.size(), now.size()), name);
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group()).toList();
  }
}
