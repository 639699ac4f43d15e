package io.github.plutojava.examples.android;

import android.os.Handler;
import android.os.Looper;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Resumes a run off Android's main thread, shows the result on it, and ends the call when the
 * screen goes. Made in {@code onCreate} and cleared in {@code onDestroy}; as an {@code
 * androidx.lifecycle.ViewModel}, it would set a {@code LiveData} where it calls its {@link Screen}.
 *
 * <p>The {@code PlutoClient} is the app's: make one in the {@code Application} and give its {@code
 * runs()} to each of these. The manifest needs {@code android.permission.INTERNET}.
 *
 * <p>{@code mvn -q test -Dtest=ResumeViewModelTest -Dsurefire.failIfNoSpecifiedTests=false} prints
 * nothing: it has no {@code main}, and its test passes.
 */
public final class ResumeViewModel {
  /** The screen. It is called on the main thread only, and no more after {@link #onCleared()}. */
  public interface Screen {
    void showProgress();

    void showResumed(ResumedRun run);

    void showFailure(String message);
  }

  private final RunsApi runs;
  private final Screen screen;
  private final Executor mainThread;

  /** The call under way. Like all here, it is touched on the main thread only: no locks. */
  private @Nullable CompletableFuture<ResumedRun> call;

  public ResumeViewModel(RunsApi runs, Screen screen) {
    this(runs, screen, new Handler(Looper.getMainLooper())::post);
  }

  // For tests, which have no main thread of Android's.
  ResumeViewModel(RunsApi runs, Screen screen, Executor mainThread) {
    this.runs = runs;
    this.screen = screen;
    this.mainThread = mainThread;
  }

  /** Begins to resume a run. A call that is under way already is cancelled: the last one counts. */
  public void resume(ResumeTarget target) {
    onCleared();
    screen.showProgress();
    CompletableFuture<ResumedRun> started = runs.resumeAsync(target);
    call = started;
    var unused =
        started.whenComplete(
            (run, failure) -> mainThread.execute(() -> show(started, run, failure)));
  }

  private void show(
      CompletableFuture<ResumedRun> ended, @Nullable ResumedRun run, @Nullable Throwable failure) {
    if (ended != call) { // cancelled, though it may have ended just before that
      return;
    }
    call = null;
    if (run != null) {
      screen.showResumed(run);
    } else if (failure instanceof PlutoException) {
      screen.showFailure(String.valueOf(failure.getMessage()));
    } else {
      throw new IllegalStateException(failure); // a mistake in the app, such as a closed client
    }
  }

  /** Ends the call under way. The screen is left alone from here on. */
  public void onCleared() {
    if (call != null) {
      call.cancel(true);
      call = null;
    }
  }
}
