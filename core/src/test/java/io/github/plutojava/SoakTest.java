package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.testing.RawServer;
import io.github.plutojava.testing.ServerTest;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Very many calls to a server that fails in every way, at random but seeded: each call is accounted
 * for, and neither heap nor threads grow. More of them with {@code -Dsoak.calls=}.
 */
@Tag("soak")
class SoakTest {
  private static final int CALLS = Integer.getInteger("soak.calls", 20_000);
  private static final int THREADS = 16;
  private static final long SEED = 20261124;

  /** Does something else to each request, on a connection that is kept where that is possible. */
  private static final class FailingServer implements AutoCloseable {
    final ServerSocket listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    final ExecutorService threads =
        Executors.newCachedThreadPool(DaemonThreads.named("FailingServer"));
    final AtomicInteger requests = new AtomicInteger();

    FailingServer() throws IOException {
      threads.execute(
          () -> {
            for (long connection = 0; !listening.isClosed(); connection++) {
              try {
                Socket socket = listening.accept();
                Random random = new Random(SEED + connection);
                threads.execute(() -> serve(socket, random));
              } catch (IOException e) { // Closed.
              }
            }
          });
    }

    private void serve(Socket socket, Random random) {
      try (socket) {
        socket.setTcpNoDelay(true);
        RawServer.Connection connection = new RawServer.Connection(socket, requests);
        while (answer(connection, random)) {}
      } catch (IOException e) { // The client's end of it.
      }
    }

    /** Returns whether the connection can be kept. */
    private boolean answer(RawServer.Connection connection, Random random) throws IOException {
      connection.readRequest();
      switch (random.nextInt(40)) {
        case 0 -> {
          return false;
        }
        case 1 -> {
          connection.reset();
          return false;
        }
        case 2 -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"runId\"");
          return false;
        }
        case 3 -> {
          connection.write("nonsense\r\n\r\n");
          return false;
        }
        case 4 -> error(connection, 404, "{\"error\":\"Run not found\"}");
        case 5 -> error(connection, 409, "{\"error\":\"ambiguous\"}");
        case 6 -> error(connection, 429, "{\"error\":\"slow down\"}");
        case 7 -> error(connection, 503, "<html><title>no</title></html>");
        case 8 -> error(connection, 500, "");
        case 9 -> error(connection, 200, "{\"runId\":1}");
        case 10 -> error(connection, 200, "<html>");
        case 11 -> {
          sleep(random.nextInt(5));
          connection.writeRun();
        }
        default -> connection.writeRun();
      }
      return true;
    }

    private static void error(RawServer.Connection connection, int status, String body)
        throws IOException {
      connection.write(
          "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void sleep(int millis) throws EOFException {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        throw new EOFException();
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      threads.shutdownNow();
    }
  }

  private static String call(PlutoClient client, Random random) {
    try {
      if (random.nextBoolean()) {
        return client.runs().resume(ServerTest.MMP_1).getClass().getSimpleName();
      }
      CompletableFuture<ResumedRun> future = client.runs().resumeAsync(ServerTest.MMP_1);
      if (random.nextInt(50) == 0) {
        future.cancel(true);
      }
      return future.join().getClass().getSimpleName();
    } catch (CancellationException e) {
      return e.getClass().getSimpleName();
    } catch (CompletionException e) {
      return ((PlutoException) e.getCause()).getClass().getSimpleName();
    } catch (PlutoException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static Map<String, Long> calls(PlutoClient client, int calls, long seed)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Map<String, Long>>> parts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(seed + thread);
        parts.add(
            threads.submit(
                () -> {
                  Map<String, Long> ends = new TreeMap<>();
                  for (int i = 0; i < calls / THREADS; i++) {
                    ends.merge(call(client, random), 1L, Long::sum);
                  }
                  return ends;
                }));
      }
      Map<String, Long> all = new TreeMap<>();
      for (Future<Map<String, Long>> part : parts) {
        part.get().forEach((end, count) -> all.merge(end, count, Long::sum));
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private static long heapAfterGc() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
  }

  /** Those of tests before this one take a while to end. */
  private final Set<Thread> others = Thread.getAllStackTraces().keySet();

  private long plutoThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("Pluto") && !others.contains(thread))
        .count();
  }

  @Test
  @Timeout(600)
  void everyCallIsAccountedForAndNothingGrows() throws Exception {
    try (FailingServer server = new FailingServer();
        PlutoClient client =
            PlutoClient.builder()
                .apiKey(ServerTest.KEY)
                .baseUrl("http://127.0.0.1:" + server.listening.getLocalPort())
                .callTimeout(Duration.ofSeconds(60))
                .retryPolicy(RetryPolicy.builder().baseDelay(Duration.ZERO).build())
                .build()) {
      Map<String, Long> ends = calls(client, CALLS / 10, SEED);
      long heapBefore = heapAfterGc();
      long threadsBefore = plutoThreads();
      long begin = System.nanoTime();
      calls(client, CALLS - CALLS / 10, SEED + THREADS)
          .forEach((end, count) -> ends.merge(end, count, Long::sum));
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      long heapAfter = heapAfterGc();
      long threadsAfter = plutoThreads();
      System.out.printf(
          "Soak: %,d calls, %,d requests, %d s for the last nine tenths; heap %,d -> %,d KiB,"
              + " threads %d -> %d; %s%n",
          CALLS,
          server.requests.get(),
          seconds,
          heapBefore,
          heapAfter,
          threadsBefore,
          threadsAfter,
          ends);
      assertEquals(CALLS, ends.values().stream().mapToLong(Long::longValue).sum());
      assertTrue(heapAfter < heapBefore + (10 << 10), "the heap grew");
      // 64 for calls, 8 that begin attempts, the timer, and what looks up hosts.
      assertTrue(threadsAfter <= 80, "the threads grew");
      for (String end : List.of("ResumedRun", "RunNotFoundException", "CancellationException")) {
        assertTrue(ends.containsKey(end), end);
      }
    }
  }
}
