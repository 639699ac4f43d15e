package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;

/** What is logged arrives, as Pluto wants it. */
class ActiveRunTest extends RunTest {
  @Test
  void deliversPointsAndRegistersTheirNames() {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    run.log(1, "acc", 0.25);
    run.flush(Duration.ofSeconds(10));
    assertEquals(
        List.of("loss 1 0.5", "acc 1 0.25"),
        pluto.points().stream()
            .map(point -> point.name() + " " + point.step() + " " + point.value())
            .collect(Collectors.toList()));
    assertEquals(List.of("loss", "acc"), pluto.names());
    assertEquals(new RunStats(2, 2, 0, 0, 0), run.stats());
    assertEquals(List.of(), problems);
  }

  @Test
  void sendsWhatTheWireAsksFor() {
    ActiveRun run = open();
    run.log(7, Instant.ofEpochMilli(1764000000000L), Map.of("loss", 0.5));
    run.flush(Duration.ofSeconds(10));
    RunServer.Received points = pluto.received(RunServer.INGEST).get(0);
    assertEquals("{\"time\":1764000000000,\"step\":7,\"data\":{\"loss\":0.5}}\n", points.body());
    RecordedRequest request = points.request();
    assertEquals("POST", request.getMethod());
    assertEquals("1", request.getHeader("X-Run-Id"));
    assertEquals("my-ml-project", request.getHeader("X-Project-Name"));
    assertEquals("application/x-ndjson", request.getHeader("Content-Type"));
    assertEquals("Bearer " + KEY, request.getHeader("Authorization"));
    assertNull(request.getHeader("Transfer-Encoding"));
    RunServer.Received names = pluto.received(RunServer.NAMES).get(0);
    assertEquals("{\"runId\":1,\"logName\":[\"loss\"],\"logType\":\"METRIC\"}", names.body());
    assertEquals("application/json", names.request().getHeader("Content-Type"));
  }
}
