package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.examples.EmbeddedPluto.StatusChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses as a client sets them, their history, and names. */
final class EmbeddedPlutoStatusTest extends EmbeddedPlutoRequests {
  @Test
  void aRunGoesFromCompletedToRunningAndBack() {
    resume("{\"displayId\":\"MMP-1\"}");
    assertReply(200, SUCCESS, setStatus(1, "COMPLETED"));

    assertEquals(
        "COMPLETED -> RUNNING -> COMPLETED", String.join(" -> ", server.run("MMP-1").statuses()));
    assertEquals(
        List.of("COMPLETED RUNNING resume", "RUNNING COMPLETED api"),
        server.run("MMP-1").history().stream()
            .map(change -> change.from() + " " + change.to() + " " + change.source())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, TERMINATED, TERMINATED",
    "TERMINATED, COMPLETED, TERMINATED",
    "CANCELLED, TERMINATED, CANCELLED",
    "FAILED, COMPLETED, FAILED",
    "CANCELLED, FAILED, FAILED",
    "FAILED, RUNNING, RUNNING",
  })
  void aLighterEndIsAnsweredWithSuccessAndIgnored(String first, String second, String status) {
    assertReply(200, SUCCESS, setStatus(2, first));
    assertReply(200, SUCCESS, setStatus(2, second));

    assertEquals(status, server.status(2));
  }

  @Test
  void aResumeMakesTheWeightiestEndPass() {
    setStatus(2, "FAILED");
    setStatus(2, "COMPLETED");
    assertEquals("FAILED", server.status("MMP-2"));

    resume("{\"runId\":2}");
    setStatus(2, "COMPLETED");
    assertEquals("COMPLETED", server.status("MMP-2"));
  }

  @Test
  void aResumeOfARunningRunAndTheSameEndAgainAreNoChange() {
    resume("{\"runId\":2}");
    setStatus(2, "COMPLETED");
    setStatus(2, "COMPLETED");

    assertEquals(List.of("RUNNING", "COMPLETED"), server.run(2).statuses());
    assertEquals(1, server.run(2).history().size());
  }

  @Test
  void theHistoryIsAsRecorded() {
    setStatus(2, "COMPLETED");
    server.advance(Duration.ofMillis(68));
    post(
        EmbeddedPluto.STATUS,
        "{\"runId\":2,\"status\":\"FAILED\",\"statusMetadata\":"
            + "\"{\\\"type\\\":\\\"java.lang.IllegalStateException\\\",\\\"message\\\":\\\"boom\\\"}\"}");
    Exchange exchange = recorded("status", "history-after");
    String answer = replay(exchange, run -> 2).body();

    String recorded = exchange.answer().replace("\"runId\":1", "\"runId\":2");
    List<StatusChange> changes = server.run(2).history();
    recorded = recorded.replace("2026-11-25T15:40:24.634Z", changes.get(0).at().toString());
    assertEquals(
        recorded.replace("2026-11-25T15:40:24.702Z", changes.get(1).at().toString()),
        answer.replaceAll("\\.000Z", "Z"));
  }

  @Test
  void theHistoryOfAQuietRunIsEmpty() {
    assertReply(200, "{\"runId\":1,\"events\":[]}", get(EmbeddedPluto.HISTORY + "?runId=1"));
    assertReply(404, NOT_FOUND, get(EmbeddedPluto.HISTORY + "?a=b&runId=14"));
    assertEquals(400, get(EmbeddedPluto.HISTORY + "?runid=1").status());
  }

  @Test
  void metadataStaysUntilOtherComes() {
    String failed = "{\"runId\":2,\"status\":\"FAILED\"";
    post(EmbeddedPluto.STATUS, failed + ",\"statusMetadata\":\"{\\\"a\\\":1}\"}");
    post(EmbeddedPluto.STATUS, failed + ",\"statusMetadata\":null}");
    post(EmbeddedPluto.STATUS, failed + "}");
    assertEquals("{\"a\":1}", statusMetadata());

    post(EmbeddedPluto.STATUS, failed + ",\"statusMetadata\":\"[2]\"}");
    assertEquals("[2]", statusMetadata());
  }

  private String statusMetadata() {
    return get(EmbeddedPluto.DETAILS + 2)
        .body()
        .replaceFirst(".*\"statusMetadata\":", "")
        .replaceFirst(",\"createdAt.*", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\\\u0000\"",
        "\"\\\\ud800\"",
        "{\\\"a\\\":[{\\\"b\\\":\\\"\\\\u0000\\\"}]}",
        "{\\\"\\\\u0000\\\":1}"
      })
  void metadataThatTheDatabaseCannotHoldIsAServerErrorAndSetsNoStatus(String metadata) {
    String json = metadata.startsWith("{") ? metadata : metadata.replace("\"", "\\\"");
    assertReply(
        500,
        SERVER_ERROR,
        post(
            EmbeddedPluto.STATUS,
            "{\"runId\":2,\"status\":\"FAILED\",\"statusMetadata\":\"" + json + "\"}"));
    assertEquals("RUNNING", server.status(2));
  }

  @Test
  void anEndByTheTestIsOneOfAnotherProgram() {
    server.run("MMP-2").finish("TERMINATED");
    server.run("MMP-2").finish("COMPLETED");

    assertEquals("TERMINATED", server.run("MMP-2").status());
    assertEquals("api", server.run("MMP-2").history().get(0).source());
  }

  // Names.

  @Test
  void holdsTheRegisteredNamesOnce() {
    register("b\",\"a");
    register("a\",\"c\",\"c");

    assertEquals(List.of("b", "a", "c"), server.run("MMP-1").names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800"})
  void oneBadNameLosesAllOfTheRequest(String name) {
    assertReply(500, SERVER_ERROR, register("a\",\"" + name));
    assertReply(500, SERVER_ERROR, register("a\",\"" + "é".repeat(1353)));

    assertEquals(List.of(), server.run("MMP-1").names());
  }

  @Test
  void aNameThatIsNoStringIsInvalid() {
    assertReply(
        400,
        zodError(typeIssue("string", "number", "[\"logName\",1]")),
        post(EmbeddedPluto.NAMES, "{\"runId\":1,\"logName\":[\"a\",1],\"logType\":\"METRIC\"}"));
  }

  private Reply register(String names) {
    return post(
        EmbeddedPluto.NAMES,
        "{\"runId\":1,\"logName\":[\"" + names + "\"],\"logType\":\"METRIC\"}");
  }

  // Runs that are looked at.

  @Test
  void aRunThatIsLookedAtMustBeOne() {
    assertEquals(1, server.run("MMP-1").id());
    assertEquals("no run 13", messageOf(() -> server.run(13)).substring(0, 9));
    assertEquals("0 runs are MMP-13", messageOf(() -> server.status("MMP-13")));
    assertEquals("2 runs are MTE-1", messageOf(() -> server.points("MTE-1", "a")));
  }

  @Test
  void aRunThatIsDeletedIsNotThere() {
    server.run(1).delete();

    assertReply(404, NOT_FOUND, resume("{\"runId\":1}"));
    assertReply(404, NOT_FOUND, get(EmbeddedPluto.DETAILS + 1));
    assertEquals(200, log("{\"time\":1,\"step\":1,\"data\":{\"a\":1}}").status());
    assertEquals("0 runs are MMP-1", messageOf(() -> server.run("MMP-1")));
  }

  private static String messageOf(Runnable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
