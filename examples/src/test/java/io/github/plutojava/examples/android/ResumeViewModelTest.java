package io.github.plutojava.examples.android;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunsApi;
import io.github.plutojava.examples.EmbeddedPluto;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The test's thread plays the main thread: what is posted to it waits until the test runs it. */
class ResumeViewModelTest {
  private static final ResumeTarget TARGET = ResumeTarget.byDisplayId("MMP-1");
  private static final ResumedRun RUN =
      new ResumedRun(1, 1L, "MMP-1", "p", "acme", "https://pluto/MMP-1", true);

  private final BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
  private final List<String> shown = new ArrayList<>();
  private final List<CompletableFuture<ResumedRun>> calls = new ArrayList<>();

  private final ResumeViewModel.Screen screen =
      new ResumeViewModel.Screen() {
        @Override
        public void showProgress() {
          shown.add("progress");
        }

        @Override
        public void showResumed(ResumedRun run) {
          shown.add("resumed " + run.displayId());
        }

        @Override
        public void showFailure(String message) {
          shown.add(message);
        }
      };

  /** Leaves it to the test what becomes of a call. */
  private final RunsApi runs =
      new RunsApi() {
        @Override
        public ResumedRun resume(ResumeTarget target) {
          throw new AssertionError("this would block the main thread");
        }

        @Override
        public CompletableFuture<ResumedRun> resumeAsync(ResumeTarget target) {
          CompletableFuture<ResumedRun> call = new CompletableFuture<>();
          calls.add(call);
          return call;
        }
      };

  private final ResumeViewModel viewModel = new ResumeViewModel(runs, screen, posted::add);

  private void runPosted() throws InterruptedException {
    Runnable next = posted.poll(10, TimeUnit.SECONDS);
    assertNotNull(next, "nothing was posted to the main thread");
    next.run();
  }

  @Test
  void showsTheRunOnTheMainThread() throws Exception {
    viewModel.resume(TARGET);
    calls.get(0).complete(RUN);
    assertEquals(List.of("progress"), shown);

    runPosted();
    assertEquals(List.of("progress", "resumed MMP-1"), shown);
  }

  @Test
  void showsWhatWentWrongOnTheMainThread() throws Exception {
    viewModel.resume(TARGET);
    calls.get(0).completeExceptionally(PlutoApiException.of(404, "Run not found"));
    assertEquals(List.of("progress"), shown);

    runPosted();
    assertEquals(List.of("progress", "404 Run not found"), shown);
  }

  @Test
  void cancelsTheCallWhenItIsClearedAndShowsNothing() throws Exception {
    viewModel.resume(TARGET);
    viewModel.onCleared();
    assertTrue(calls.get(0).isCancelled());

    runPosted();
    assertEquals(List.of("progress"), shown);
  }

  @Test
  void showsNothingIfItIsClearedBetweenTheAnswerAndItsTurn() throws Exception {
    viewModel.resume(TARGET);
    calls.get(0).complete(RUN);
    viewModel.onCleared();

    runPosted();
    assertEquals(List.of("progress"), shown);
  }

  @Test
  void canBeClearedWithoutACallAndAfterOne() throws Exception {
    viewModel.onCleared();
    viewModel.resume(TARGET);
    calls.get(0).complete(RUN);
    runPosted();
    viewModel.onCleared();

    assertFalse(calls.get(0).isCancelled());
    assertEquals(List.of("progress", "resumed MMP-1"), shown);
  }

  @Test
  void showsOnlyTheLastOfTwo() throws Exception {
    viewModel.resume(TARGET);
    viewModel.resume(TARGET);
    assertTrue(calls.get(0).isCancelled());
    calls.get(1).complete(RUN);

    runPosted();
    runPosted();
    assertEquals(List.of("progress", "progress", "resumed MMP-1"), shown);
  }

  @Test
  void aMistakeInTheAppIsNotShownButThrown() {
    viewModel.resume(TARGET);
    calls.get(0).completeExceptionally(new IllegalStateException("the client is closed"));

    IllegalStateException e = assertThrows(IllegalStateException.class, this::runPosted);
    assertEquals(
        "the client is closed", assertInstanceOf(Throwable.class, e.getCause()).getMessage());
  }

  @Test
  void worksWithTheRealClient() throws Exception {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      new ResumeViewModel(pluto.runs(), screen, posted::add).resume(TARGET);

      runPosted();
      assertEquals(List.of("progress", "resumed MMP-1"), shown);
    }
  }

  @Test
  void postsToAndroidsMainThreadByDefault() {
    // Here Android is its public API only, in which each method throws.
    RuntimeException stub =
        assertThrows(RuntimeException.class, () -> new ResumeViewModel(runs, screen));
    assertEquals("Stub!", stub.getMessage());
    assertEquals("android.os.Looper", stub.getStackTrace()[0].getClassName());
    assertEquals("getMainLooper", stub.getStackTrace()[0].getMethodName());
  }
}
