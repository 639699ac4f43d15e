package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The details of a run. */
final class EmbeddedPlutoDetailsTest extends EmbeddedPlutoRequests {
  private static final String TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z";

  @Test
  void tellsARunsDetails() {
    assertEquals(
        "{\"id\":1,\"name\":\"run-1\",\"number\":1,\"displayId\":\"MMP-1\",\"status\":\"COMPLETED\","
            + "\"tags\":[],\"config\":null,\"systemMetadata\":null,\"loggerSettings\":null,"
            + "\"statusMetadata\":null,\"createdAt\":\"T\",\"updatedAt\":\"T\","
            + "\"statusUpdated\":\"T\",\"projectName\":\"my-ml-project\","
            + "\"externalId\":\"my-training-run-v1\",\"forkedFromRunId\":null,\"forkStep\":null,"
            + "\"logNames\":[]}",
        withoutTimes(details(1)));
  }

  @Test
  void theDetailsHaveTheStatusOfNow() {
    resume("{\"runId\":1}");

    assertTrue(details(1).contains("\"status\":\"RUNNING\""));
  }

  /** Recorded of another run: its name and the times differ, nothing else. */
  @Test
  void theDetailsOfAFinishedRunAreAsRecorded() {
    server.finish(2, "COMPLETED");
    String recorded = recorded("details", "details-finished").answer();

    assertEquals(
        withoutTimes(recorded).replace("\"name\":\"completed\"", "\"name\":\"run-2\""),
        withoutTimes(details(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"details-ok", "details-accept-gzip"})
  void theDetailsHaveConfigAndNamesAsRecorded(String name) {
    Exchange exchange = recorded("details", name);
    String config = "{\"lr\":0.1,\"opt\":{\"beta\":[0.9,0.999],\"name\":\"adam\"},\"seed\":1}";
    server.run(2).config(config);
    post(
        EmbeddedPluto.NAMES,
        "{\"runId\":2,\"logName\":[\"train/loss\",\"acc\"],\"logType\":\"METRIC\"}");
    Reply reply = replay(exchange, run -> 2);

    String recorded =
        withoutTimes(exchange.answer())
            .replace(
                "\"id\":6,\"name\":\"cfg\",\"number\":6",
                "\"id\":2,\"name\":\"run-2\",\"number\":2")
            .replace("MMP-6", "MMP-2")
            .replace("[\"old\",\"keep\"]", "[]");
    assertReply(
        200, recorded, new Reply(reply.status(), reply.headers(), withoutTimes(reply.body())));
    assertEquals(
        exchange.answerHeaders().get("Content-Encoding"), reply.headers().get("Content-Encoding"));
    assertTrue(reply.body().indexOf("\"status\":") < reply.body().indexOf("\"config\":"));
  }

  @Test
  void aConfigMayBeLargeAndMustBeJson() {
    server.run("MMP-1").config("{\"status\":\"" + "x".repeat(3_000_000) + "\"}");

    assertTrue(details(1).length() > 3_000_000);
    assertThrows(IllegalArgumentException.class, () -> server.run("MMP-1").config("{"));
  }

  @Test
  void groupsAreWhatComesBeforeTheLastSlashOfAName() {
    List<String> expected = new ArrayList<>();
    for (String each : List.of("a/b/c>a/b", "/lead>", "trail/>trail", "//>/", "dup>")) {
      String[] parts = each.split(">", 2);
      post(
          EmbeddedPluto.NAMES,
          "{\"runId\":1,\"logName\":[\"" + parts[0] + "\"],\"logType\":\"FILE\"}");
      expected.add(
          "{\"logName\":\"%s\",\"logType\":\"FILE\",\"logGroup\":\"%s\"}"
              .formatted(parts[0], parts[1]));
    }
    assertTrue(details(1).endsWith("\"logNames\":[" + String.join(",", expected) + "]}"));
  }

  @Test
  void noRunOfAnotherOrganizationHasDetails() {
    assertReply(404, NOT_FOUND, get("/api/runs/details/13"));
    assertReply(404, NOT_FOUND, get("/api/runs/details/14"));
  }

  @Test
  void theDetailsAskForAKeyAndAreOnlyRead() {
    assertReply(401, UNAUTHORIZED, send("GET", "/api/runs/details/1", Headers.of(), null));
    assertReply(404, "404 Not Found", send("PUT", "/api/runs/details/1", JSON_WITH_KEY, "{}"));
    assertReply(404, "404 Not Found", get("/api/runs/details/1/2"));
  }

  private String details(long runId) {
    Reply reply = get(EmbeddedPluto.DETAILS + runId);
    assertEquals(200, reply.status());
    return reply.body();
  }

  private static String withoutTimes(String details) {
    return details.replaceAll(TIME, "T");
  }
}
