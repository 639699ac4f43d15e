package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.Program;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a program that exits without a close has logged is delivered, or it is told. */
@Tag("unmutated")
class ExitTest extends RunTest {
  /** Logs 100 points, which wait for an hour, and exits as its first argument says. */
  static final class Exiting {
    private static final RunOptions SLOW =
        RunOptions.builder().flushInterval(Duration.ofHours(1)).build();

    public static void main(String[] args) throws InterruptedException {
      String url = args[1];
      PlutoClient client =
          PlutoClient.builder().apiKey(KEY).baseUrl(url).ingestUrl(url).heartbeatUrl(url).build();
      switch (args[0]) {
        case "return" -> log(client, SLOW);
        case "notFlushed" ->
            log(
                client,
                RunOptions.builder().flushInterval(Duration.ofHours(1)).flushAtExit(false).build());
        case "closeOneOfTwo" -> {
          ActiveRun first = log(client, SLOW);
          log(client, SLOW);
          first.close();
        }
        case "finishAsync" -> {
          CompletableFuture<RunStatus> unused =
              log(client, SLOW).finishAsync(Duration.ofSeconds(30));
        }
        case "exit" -> {
          try (ActiveRun run = log(client, SLOW)) {
            System.exit(3 + (int) run.stats().refused());
          }
        }
        case "kill" -> {
          log(client, SLOW);
          System.out.println("ready");
          new CountDownLatch(1).await();
        }
        case "openAtExit" -> {
          ActiveRun run = log(client, SLOW);
          Runtime.getRuntime().addShutdownHook(new Thread(() -> openAndClose(client, run)));
        }
        case "hang" -> {
          log(client, SLOW);
          ActiveRun told =
              log(
                  client,
                  RunOptions.builder()
                      .flushInterval(Duration.ofHours(1))
                      .onProblem(
                          problem -> {
                            System.out.println("onProblem hangs");
                            joinThisThread();
                          })
                      .build());
          Runtime.getRuntime().addShutdownHook(new Thread(() -> countHooks(told)));
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static ActiveRun log(PlutoClient client, RunOptions options) {
      ActiveRun run = client.resume(MMP_1, options);
      for (int i = 0; i < 100; i++) {
        run.log(i, "loss", 0.5);
      }
      return run;
    }

    private static void openAndClose(PlutoClient client, ActiveRun run) {
      try (ActiveRun late = client.open(run.run())) {
        late.log(1000, "late", 0.5);
      }
      run.close();
      System.out.println("opened and closed");
    }

    private static void countHooks(ActiveRun run) {
      Await.until("it begins", () -> isShut(run));
      long hooks =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("Pluto exit"))
              .count();
      System.out.println(hooks + " hook of the library's");
    }

    private static boolean isShut(ActiveRun run) {
      try {
        run.log(1000, "loss", 0.5);
        return false;
      } catch (IllegalStateException e) {
        return true;
      }
    }

    private static void joinThisThread() {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts it", e);
      }
    }
  }

  private Program exiting(String how) throws Exception {
    return closeLater(new Program(Exiting.class, how, server.url("/").toString()));
  }

  private void assertDelivered() {
    assertEquals(100, pluto.points().size());
    assertEquals(0, pluto.received(RunServer.STATUS).size());
  }

  @Test
  void whatWaitsIsFlushedIfMainReturns() throws Exception {
    assertEquals("", exiting("return").end(0));
    assertDelivered();
  }

  @Test
  void whatWaitsIsFlushedThoughAnotherRunWasClosed() throws Exception {
    assertEquals("", exiting("closeOneOfTwo").end(0));
    assertEquals(200, pluto.points().size());
  }

  @Test
  void whatWaitsIsFlushedAtSystemExitWithinTryWithResources() throws Exception {
    assertEquals("", exiting("exit").end(3));
    assertDelivered();
  }

  @Test
  void whatWaitsIsFlushedIfTheProgramIsKilled() throws Exception {
    Program program = exiting("kill");
    byte[] ready = program.process().getInputStream().readNBytes("ready".length());
    assertEquals('r', ready[0]);
    program.process().toHandle().destroy(); // SIGTERM
    program.end(143);
    assertDelivered();
  }

  @Test
  void anEndingUnderWayIsWaitedFor() throws Exception {
    pluto.answerNext(
        RunServer.STATUS,
        request -> pluto.accept(request).setHeadersDelay(500, TimeUnit.MILLISECONDS));
    assertEquals("", exiting("finishAsync").end(0));
    assertEquals(100, pluto.points().size());
    assertEquals(1, pluto.received(RunServer.STATUS).size());
    assertEquals(1, pluto.received(RunServer.DETAILS).size(), "the reading back");
  }

  @Test
  void nothingIsFlushedIfTheProgramDoesNotWantIt() throws Exception {
    assertEquals("", exiting("notFlushed").end(0));
    assertEquals(0, pluto.received(RunServer.INGEST).size());
  }

  @Test
  void runsCanBeOpenedAndClosedMeanwhile() throws Exception {
    assertEquals("opened and closed\n", exiting("openAtExit").end(0));
    assertEquals(101, pluto.points().size());
  }

  /** Ingest hangs, and so does an onProblem: the limit is one for all. */
  @Test
  void whatIsLostIsPrintedAndTheExitIsHeldForFiveSecondsAtMost() throws Exception {
    pluto.answerAll(
        RunServer.INGEST, request -> new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    Program program = exiting("hang");
    Await.until("the exit begins", () -> pluto.received(RunServer.INGEST).size() == 2);
    long begun = System.nanoTime();
    String output = program.end(0);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue(output.contains("1 hook of the library's\n"), output);
    assertTrue(output.contains("onProblem hangs\n"), output);
    assertTrue(
        output.contains(
            "io.github.plutojava: 100 points of the run with ID 1 (display ID 'MMP-1') in project"
                + " 'my-ml-project' were lost: the run was closed before the server accepted them\n"),
        output);
    assertTrue(millis < 7_000, millis + " ms");
  }
}
