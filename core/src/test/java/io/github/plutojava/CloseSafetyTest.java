package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CallsInFlight;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ManyConnections;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A close and a deadline end all calls, whatever goes wrong at the end of one. */
class CloseSafetyTest extends ServerTest {
  /** What ends the calls. */
  enum Ending {
    CLOSE,
    DEADLINE
  }

  private static final Duration SHORT = Duration.ofMillis(50);

  private ManyConnections silent;

  @BeforeEach
  void startSilentServer() throws IOException {
    silent =
        closeLater(
            new ManyConnections(
                connection -> {
                  connection.read();
                  connection.hang();
                }));
  }

  private PlutoClient client(Ending ending) {
    return closeLater(builder(ending).build());
  }

  private PlutoClient.Builder builder(Ending ending) {
    return builder()
        .baseUrl(silent.url())
        .callTimeout(ending == Ending.CLOSE ? Duration.ofMinutes(1) : SHORT);
  }

  private static List<CompletableFuture<ResumedRun>> begin(PlutoClient client, int calls) {
    List<CompletableFuture<ResumedRun>> futures = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      futures.add(client.runs().resumeAsync(MMP_1));
    }
    return futures;
  }

  private void end(Ending ending, PlutoClient client, int onTheWire) {
    Await.until("the requests came", () -> silent.requests().size() == onTheWire);
    if (ending == Ending.CLOSE) {
      client.close();
    } else {
      time.pass(SHORT);
    }
  }

  private static void assertEnded(Ending ending, List<CompletableFuture<ResumedRun>> futures) {
    for (CompletableFuture<ResumedRun> future : futures) {
      PlutoTransportException e =
          assertInstanceOf(PlutoTransportException.class, Failures.of(future));
      assertEquals(ending == Ending.DEADLINE, e.timedOut(), e.getMessage());
      if (ending == Ending.CLOSE) {
        assertTrue(e.getMessage().contains("the PlutoClient was closed"), e.getMessage());
      }
    }
  }

  static final class ThrowingListener extends EventListener {
    /** OkHttp calls it from 4 on. */
    @SuppressWarnings("DoNotCallSuggester")
    public void canceled(Call call) {
      throw new IllegalStateException("bug at the end of " + call);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aListenerThatThrowsWhenACallIsCanceledHarmsNone(Ending ending) {
    OkHttpClient http = new OkHttpClient.Builder().eventListener(new ThrowingListener()).build();
    PlutoClient client = closeLater(builder(ending).httpClient(http).build());
    List<CompletableFuture<ResumedRun>> futures = begin(client, 5);
    end(ending, client, 5);
    assertEnded(ending, futures);
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void aCancelThatThrowsHarmsNoOtherCall() {
    for (Throwable bug : new Throwable[] {new IllegalStateException("bug"), new LinkageError()}) {
      CallsInFlight inFlight = new CallsInFlight(System::nanoTime);
      List<CompletableFuture<Void>> pending = new ArrayList<>();
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Void> throwing = new ThrowingWhenCanceled(bug);
        CompletableFuture<Void> end = new CompletableFuture<>();
        CallState call = CallStates.any();
        call.setLookup(throwing);
        pending.add(throwing);
        ends.add(end);
        inFlight.add(call, () -> end.complete(null));
      }
      inFlight.close();
      pending.forEach(each -> assertTrue(each.isDone(), "it was not canceled"));
      ends.forEach(end -> end.orTimeout(10, TimeUnit.SECONDS).join());
    }
  }

  private static final class ThrowingWhenCanceled extends CompletableFuture<Void> {
    private final Throwable bug;

    ThrowingWhenCanceled(Throwable bug) {
      this.bug = bug;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      super.cancel(mayInterrupt);
      if (bug instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) bug;
    }
  }

  @ParameterizedTest
  @EnumSource
  void stagesThatThrowHarmNoOtherCall(Ending ending) {
    PlutoClient client = client(ending);
    List<CompletableFuture<ResumedRun>> futures = begin(client, 100);
    AtomicInteger thrown = new AtomicInteger();
    for (CompletableFuture<ResumedRun> future : futures) {
      CompletableFuture<ResumedRun> unused =
          future.whenComplete(
              (run, failure) -> {
                thrown.incrementAndGet();
                throw new StackOverflowError("mine");
              });
    }
    end(ending, client, 64);
    assertEnded(ending, futures);
    Await.until("all stages ran", () -> thrown.get() == 100);
  }

  @ParameterizedTest
  @EnumSource
  void stagesThatBlockGetABoundedNumberOfThreads(Ending ending) throws Exception {
    int calls = 300;
    PlutoClient client = client(ending);
    List<CompletableFuture<ResumedRun>> futures = begin(client, calls);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(64);
    CountDownLatch ended = new CountDownLatch(calls);
    for (CompletableFuture<ResumedRun> future : futures) {
      CompletableFuture<ResumedRun> unused =
          future.whenComplete(
              (run, failure) -> {
                blocked.countDown();
                awaitUninterruptibly(goOn);
                ended.countDown();
              });
    }
    end(ending, client, 64); // Which returns, though no stage does.
    Await.latch("64 stages block", blocked);
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("Pluto call end"))
            .count();
    assertTrue(threads <= 64, threads + " threads end calls");
    goOn.countDown();
    Await.latch("all stages end", ended);
    assertEnded(ending, futures);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stagesMayWaitForOneAnother(Ending ending) {
    PlutoClient client = client(ending);
    List<CompletableFuture<ResumedRun>> futures = begin(client, 20);
    CompletableFuture<ResumedRun> last = futures.get(19);
    List<CompletableFuture<Throwable>> stages = new ArrayList<>();
    for (CompletableFuture<ResumedRun> future : futures.subList(0, 19)) {
      stages.add(future.handle((run, failure) -> Failures.of(last)));
    }
    end(ending, client, 20);
    for (CompletableFuture<Throwable> stage : stages) {
      assertInstanceOf(PlutoTransportException.class, stage.orTimeout(10, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void aStageMayCloseItsClient() {
    enqueue(Answers.run1());
    PlutoClient client = closeLater(builder().build());
    client.runs().resumeAsync(MMP_1).thenRun(client::close).orTimeout(10, TimeUnit.SECONDS).join();
    assertInstanceOf(IllegalStateException.class, Failures.of(Style.SYNC, client));
    assertEquals(1, server.getRequestCount());
  }

  /** Makes 400 calls, then all the threads that it can, and closes the client. */
  static final class ProgramWithoutThreads {
    public static void main(String[] args) throws Exception {
      PlutoClient client =
          PlutoClient.builder()
              .apiKey(KEY)
              .baseUrl(args[0])
              .callTimeout(Duration.ofMinutes(1))
              .build();
      AtomicInteger ended = new AtomicInteger();
      for (CompletableFuture<ResumedRun> future : begin(client, 400)) {
        CompletableFuture<ResumedRun> unused =
            future.whenComplete(
                (run, failure) -> {
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                  ended.incrementAndGet();
                });
      }
      System.in.read(); // When the requests have come.
      CountDownLatch end = new CountDownLatch(1);
      boolean isFull = false;
      try {
        for (int i = 0; i < 3000; i++) {
          Thread ballast = new Thread(() -> awaitUninterruptibly(end));
          ballast.setDaemon(true);
          ballast.start();
        }
      } catch (OutOfMemoryError e) {
        isFull = true;
      }
      client.close();
      end.countDown();
      Await.until("all calls end", () -> ended.get() == 400);
      System.out.println("full: " + isFull + ", ended: " + ended);
      Runtime.getRuntime().halt(0);
    }
  }

  @Test
  @Tag("soak")
  @Timeout(60)
  void endsAllCallsWhereNoThreadCanBeMade() throws Exception {
    Process program =
        new ProcessBuilder(
                "sh",
                "-c",
                // Room for about a hundred threads.
                "ulimit -v 3000000 && exec \"$0\" -Xlog:disable -Xmx64m -Xss8m -XX:+UseSerialGC"
                    + " -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1"
                    + " -XX:ReservedCodeCacheSize=32m -XX:CompressedClassSpaceSize=64m -Xshare:off"
                    + " -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                ProgramWithoutThreads.class.getName(),
                silent.url())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Await.until("the requests came", () -> silent.requests().size() == 64);
      program.getOutputStream().close();
      String out =
          new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      assertEquals("full: true, ended: 400", out);
    } finally {
      program.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("soak")
  void endsThousandsOfCallsWhoseStagesTakeTheirTime(Ending ending) throws Exception {
    int calls = 3000;
    PlutoClient client = client(ending);
    CountDownLatch ended = new CountDownLatch(calls);
    List<CompletableFuture<ResumedRun>> futures = begin(client, calls);
    for (CompletableFuture<ResumedRun> future : futures) {
      CompletableFuture<ResumedRun> unused =
          future.whenComplete(
              (run, failure) -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                ended.countDown();
              });
    }
    end(ending, client, 64);
    assertTrue(ended.await(20, TimeUnit.SECONDS), ended.getCount() + " calls have not ended");
    assertEnded(ending, futures);
  }
}
