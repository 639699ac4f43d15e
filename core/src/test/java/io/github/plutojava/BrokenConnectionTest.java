package io.github.plutojava;

import static java.util.Comparator.naturalOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whenever a connection breaks, the points arrive by another one. */
class BrokenConnectionTest extends FaultTest {
  private static final int POINTS = 6_000;

  enum Place {
    BEFORE_THE_BODY {
      @Override
      void read(Connection connection) throws IOException {
        connection.readHead();
      }
    },
    IN_THE_BODY {
      @Override
      void read(Connection connection) throws IOException {
        connection.read(connection.readHead().length() / 2);
      }
    },
    AFTER_THE_BODY {
      @Override
      void read(Connection connection) throws IOException {
        connection.read();
      }
    };

    abstract void read(Connection connection) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_THE_BODY, true", "IN_THE_BODY, true", "AFTER_THE_BODY, true",
    "BEFORE_THE_BODY, false", "IN_THE_BODY, false", "AFTER_THE_BODY, false"
  })
  void pointsArriveAfterAnEnd(Place place, boolean isReset) throws Exception {
    NumberedServer ingest =
        ingest(
            connection -> {
              place.read(connection);
              if (isReset) {
                connection.reset();
              }
            },
            this::takeAll);
    ActiveRun run = open(ingest);
    log(run, POINTS);
    flush(run);
    assertArrived(POINTS);
    assertStats(run, POINTS, 0, 0, 1);
    onlyProblem(PlutoTransportException.class, "could not log");
    assertEquals(2, ingest.connections());
  }

  @ParameterizedTest
  @EnumSource
  void theBreakOfAnOldConnectionIsNoFailure(Place place) throws Exception {
    NumberedServer ingest =
        ingest(
            connection -> {
              take(connection);
              place.read(connection);
              connection.reset();
            },
            this::takeAll);
    ActiveRun run = open(ingest);
    run.log(0, "loss", 0);
    flush(run);
    log(run, POINTS);
    flush(run);
    assertArrived(POINTS);
    assertStats(run, POINTS + 1, 0, 0, 0);
    assertEquals(List.of(), problems);
    assertEquals(2, ingest.connections());
  }

  @Test
  void aConnectionThatWasClosedInSilenceCostsNothing() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    NumberedServer ingest =
        ingest(
            connection -> {
              take(connection);
              connection.close();
              closed.countDown();
            },
            this::takeAll);
    ActiveRun run = open(ingest);
    run.log(0, "loss", 0);
    flush(run);
    closed.await();
    run.log(1, "loss", 1);
    flush(run);
    assertArrived(2);
    assertStats(run, 2, 0, 0, 0);
  }

  @Test
  void aBatchThatWasCutOffTwiceIsSentInHalves() throws Exception {
    NumberedServer.Behaviour cut =
        connection -> {
          Place.IN_THE_BODY.read(connection);
          connection.reset();
        };
    NumberedServer ingest = ingest(cut, cut, this::takeAll);
    ActiveRun run = open(ingest);
    log(run, POINTS);
    flush(run);
    assertArrived(POINTS);
    assertStats(run, POINTS, 0, 0, 2);
    List<Long> lines = ingest.requests().stream().map(each -> each.body().lines().count()).toList();
    assertEquals(List.of(POINTS / 2L, POINTS / 2L), lines);
  }

  @Test
  void pointsWaitWhileNobodyListens() throws Exception {
    clock.setRandom(0.5);
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    ActiveRun run = open(builder().ingestUrl("http://127.0.0.1:" + port), options().build());
    log(run, 3);
    send();
    for (int failures = 1; failures <= 8; failures++) {
      awaitProblems(failures);
      clock.turn(Duration.ofSeconds(15));
    }
    Duration longest =
        clock.waits().stream()
            .filter(each -> each.toSeconds() < 30)
            .max(naturalOrder())
            .orElseThrow();
    assertEquals(15, Math.round(longest.toMillis() / 1000.0), "half of 30 s");
    assertStats(run, 0, 0, 3, run.stats().failedRequests());
    UndeliveredException e =
        assertThrows(UndeliveredException.class, () -> run.flush(Duration.ZERO));
    assertEquals(3, e.undelivered());
    assertEquals(0, e.refused());
  }
}
