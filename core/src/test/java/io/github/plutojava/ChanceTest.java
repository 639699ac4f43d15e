package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.Style;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong only at certain moments, which chance finds: of a canceled call, an interrupt, an
 * answer that comes early, a connection's end.
 */
@Tag("soak")
class ChanceTest {
  private static final long SEED = 20261124;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private static boolean goesOn(long begin) {
    return System.nanoTime() - begin < NANOS;
  }

  private static void spin(long nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }

  /** With connections of its own, all of them new. */
  private static PlutoClient freshClient(NumberedServer server, OkHttpClient base) {
    return server
        .client()
        .httpClient(base.newBuilder().connectionPool(new ConnectionPool()).build())
        .build();
  }

  @ParameterizedTest(name = "TLS: {0}")
  @ValueSource(booleans = {false, true})
  void aCallThatIsCanceledSomewhereInItsFirstExchangeHarmsNoOther(boolean isTls) throws Exception {
    Random random = new Random(SEED);
    try (NumberedServer server = new NumberedServer(isTls, NumberedServer.RIGHT)) {
      OkHttpClient base = server.trusting().build();
      long[] whole = new long[31];
      for (int i = 0; i < whole.length; i++) {
        try (PlutoClient client = freshClient(server, base)) {
          long begin = System.nanoTime();
          NumberedServer.assertOwnAnswers(client, Asking.RESUME_ASYNC, 1);
          whole[i] = System.nanoTime() - begin;
        }
      }
      Arrays.sort(whole);
      long most = whole[whole.length / 2];
      long begin = System.nanoTime();
      for (int round = 0; round < 3000 && goesOn(begin); round++) {
        try (PlutoClient client = freshClient(server, base)) {
          CompletableFuture<ResumedRun> future =
              client.runs().resumeAsync(NumberedServer.target(1));
          spin((long) (random.nextDouble() * most));
          future.cancel(true);
          NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3);
        }
      }
    }
  }

  @Test
  void aBatchThatIsInterruptedEarlyHarmsNoCall() throws Exception {
    Random random = new Random(SEED);
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT)) {
      long begin = System.nanoTime();
      for (int round = 0; round < 300 && goesOn(begin); round++) {
        try (PlutoClient client = server.client().build()) {
          FutureTask<InterruptedException> batch =
              new FutureTask<>(() -> resumeUntilInterrupted(client));
          Thread thread = new Thread(batch);
          thread.start();
          spin(random.nextInt(5_000_000));
          thread.interrupt();
          batch.get(10, TimeUnit.SECONDS);
          NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4, 5, 6, 7, 8, 9);
        }
      }
    }
  }

  private static InterruptedException resumeUntilInterrupted(PlutoClient client) {
    return assertThrows(
        InterruptedException.class,
        () ->
            new BulkResumer(client.runs(), 16)
                .resumeAll(
                    Collections.nCopies(1_000_000, NumberedServer.target(1)), outcome -> {}));
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatComesSomewhereBeforeTheRequestIsRead(Asking asking) throws Exception {
    Behaviour refuses =
        connection -> {
          connection.write(NumberedServer.error(503, "too many connections", "Connection: close"));
          connection.read();
        };
    Behaviour greets =
        connection -> {
          connection.write("SSH-2.0-OpenSSH_9.6\r\n");
          connection.read();
        };
    try (NumberedServer full = new NumberedServer(refuses);
        PlutoClient client = full.client().build();
        NumberedServer ssh = new NumberedServer(greets);
        PlutoClient misled = ssh.client().build()) {
      for (int i = 1; i <= 100; i++) {
        ServerErrorException e =
            assertThrows(ServerErrorException.class, () -> asking.ask(client, 1));
        assertEquals("too many connections", e.error());
        assertEquals(i, full.connections());
        PlutoTransportException other =
            assertThrows(PlutoTransportException.class, () -> asking.ask(misled, 1));
        assertTrue(other.getMessage().contains("SSH-2.0-OpenSSH_9.6"), other.getMessage());
        assertEquals(i, ssh.connections());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatEndsWithEachAnswer(Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(connection -> connection.answer());
        PlutoClient client = server.client().build()) {
      for (int number = 1; number <= 300; number++) {
        NumberedServer.assertOwnAnswers(client, asking, number);
      }
    }
  }

  /** The end of a connection may come after the next request is sent, which then fails. */
  @Test
  void aConnectionThatEndsWithEachAnswerCostsHardlyAPost() throws Exception {
    int failed = 0;
    try (NumberedServer server = new NumberedServer(connection -> connection.answer());
        PlutoClient client = server.client().build()) {
      for (int number = 1; number <= 300; number++) {
        try {
          assertEquals(
              number,
              NumberedServer.post(
                  Style.SYNC, client, number, okhttp3.RequestBody.create(null, "some")));
        } catch (PlutoTransportException e) {
          failed++;
        }
      }
    }
    assertTrue(failed <= 3, failed + " of 300 calls failed");
  }

  @ParameterizedTest
  @EnumSource
  void anIdleConnectionIsClosedBeforeTheServerWould(Style style) throws Exception {
    BlockingQueue<Long> ends = new LinkedBlockingQueue<>();
    Behaviour answersOne =
        connection -> {
          connection.answer();
          long begin = System.nanoTime();
          if (connection.ends()) {
            ends.add(System.nanoTime() - begin);
          }
        };
    try (NumberedServer server = new NumberedServer(answersOne, NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      style.resume(client, NumberedServer.target(1));
      Long idle = ends.poll(10, TimeUnit.SECONDS);
      assertTrue(idle != null, "the connection is open");
      Duration most = Duration.ofMillis(4_700);
      assertTrue(idle < most.toNanos(), "closed after " + Duration.ofNanos(idle));
      assertTrue(idle > Duration.ofSeconds(3).toNanos(), "closed after " + Duration.ofNanos(idle));
      style.resume(client, NumberedServer.target(2));
      assertEquals(2, server.connections());
    }
  }
}
