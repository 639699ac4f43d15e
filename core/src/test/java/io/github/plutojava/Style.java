package io.github.plutojava;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** The two ways to make a call, for tests that must hold for both. */
enum Style {
  SYNC {
    @Override
    ResumedRun resume(RunsApi runs, ResumeTarget target) {
      return runs.resume(target);
    }
  },
  ASYNC {
    @Override
    ResumedRun resume(RunsApi runs, ResumeTarget target) {
      try {
        return runs.resumeAsync(target).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      } catch (CancellationException e) {
        throw new AssertionError("the future was canceled", e);
      }
    }
  };

  abstract ResumedRun resume(RunsApi runs, ResumeTarget target);

  ResumedRun resume(PlutoClient client, ResumeTarget target) {
    return resume(client.runs(), target);
  }
}
