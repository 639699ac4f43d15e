package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.Headers;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedPlutoTest extends EmbeddedPlutoRequests {
  // Statuses.

  @Test
  void startsWithRunsInEveryStatus() {
    assertEquals("COMPLETED", server.status(1));
    assertEquals("RUNNING", server.status(2));
    assertEquals("FAILED", server.status(3));
    assertEquals("TERMINATED", server.status(4));
    assertEquals("CANCELLED", server.status(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void resumesARunInAnyStatus(long runId) {
    Reply reply = resume("{\"displayId\":\"MMP-" + runId + "\"}");

    assertEquals(200, reply.status());
    assertTrue(reply.body().startsWith("{\"runId\":" + runId + ",\"number\":" + runId + ","));
    assertEquals("RUNNING", server.status(runId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "TERMINATED", "CANCELLED", "FAILED"})
  void aRunningRunCanEndInAnyWayAndBeResumed(String end) {
    server.finish(2, end);
    assertEquals(end, server.status(2));

    resume("{\"runId\":2}");
    assertEquals("RUNNING", server.status(2));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, TERMINATED, TERMINATED",
    "TERMINATED, COMPLETED, TERMINATED",
    "CANCELLED, TERMINATED, CANCELLED",
    "CANCELLED, FAILED, FAILED",
    "FAILED, CANCELLED, FAILED",
    "FAILED, FAILED, FAILED",
  })
  void ofTwoEndsTheWeightierStays(String first, String second, String status) {
    server.finish(2, first);
    server.finish(2, second);

    assertEquals(status, server.status(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUNNING", "completed", ""})
  void aRunCanOnlyBeFinishedWithAnEnd(String status) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> server.finish(2, status));

    assertEquals(
        "status must be one of [COMPLETED, TERMINATED, CANCELLED, FAILED], not " + status,
        refused.getMessage());
    assertEquals("RUNNING", server.status(2));
  }

  @Test
  void aRunThatDoesNotExistHasNoStatusAndCannotBeFinished() {
    String message = "no run 13, only [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 19, ";

    for (var call : List.<Runnable>of(() -> server.status(13), () -> server.finish(13, "FAILED"))) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
      assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }
    assertFalse(server.statuses().containsKey(13L));
  }

  @Test
  void statusesAreACopyThatStaysAsItWas() {
    Map<Long, String> before = server.statuses();
    resume("{\"runId\":1}");

    assertEquals("COMPLETED", before.get(1L));
    assertEquals("RUNNING", server.statuses().get(1L));
    assertThrows(UnsupportedOperationException.class, () -> before.put(1L, "FAILED"));
  }

  @Test
  void serversShareNothing() {
    try (EmbeddedPluto other = EmbeddedPluto.start()) {
      resume("{\"runId\":1}");

      assertEquals("COMPLETED", other.status(1));
      assertEquals(0, other.requestCount());
      assertNotEquals(server.url(), other.url());
    }
  }

  // Life and threads.

  @Test
  void countsTheRequests() {
    resume("{\"runId\":1}");
    send("GET", "/nowhere", Headers.of(), null);

    assertEquals(2, server.requestCount());
  }

  @Test
  void manyThreadsMayUseOneServer() throws Exception {
    List<Long> runs = List.of(1L, 3L, 4L, 5L, 6L, 9L, 11L, 12L);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long run = runs.get(i % runs.size());
      calls.add(() -> resume("{\"runId\":" + run + "}").status());
    }

    assertEquals(Set.of(200), Set.copyOf(inParallel(calls)));
    assertEquals(200, server.requestCount());
    runs.forEach(run -> assertEquals("RUNNING", server.status(run)));
  }

  @Test
  void ofManyEndsAtOnceTheWeightiestStays() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String end = i == 200 ? "FAILED" : List.of("COMPLETED", "TERMINATED", "CANCELLED").get(i % 3);
      calls.add(
          () -> {
            server.finish(2, end);
            return true;
          });
    }

    assertEquals(400, inParallel(calls).size());
    assertEquals("FAILED", server.status(2));
  }

  @Test
  void closingEndsItsThreadsThoughAClientIsConnected() throws InterruptedException {
    assertEquals(200, resume("{\"runId\":1}").status());
    assertEquals(1, client.connectionPool().idleConnectionCount());
    List<Thread> threads = serverThreads();
    assertFalse(threads.isEmpty());

    server.close();

    for (Thread thread : threads) {
      thread.join(10_000);
      assertFalse(thread.isAlive(), thread.getName());
    }
    client.connectionPool().evictAll();
    assertThrows(UncheckedIOException.class, () -> resume("{\"runId\":1}"));
  }

  @Test
  void anInterruptedThreadCanCloseItAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    server.close();

    assertTrue(Thread.interrupted());
  }

  @Test
  void requestsAreNotLogged() {
    assertFalse(Logger.getLogger(MockWebServer.class.getName()).isLoggable(Level.INFO));
  }

  /** Its listener and its open connections; no other test runs at this time. */
  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MockWebServer"))
        .toList();
  }
}
