package io.github.plutojava.testing;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** The two ways to make a call, for tests that must hold for both. */
public enum Style {
  SYNC {
    @Override
    public ResumedRun resume(RunsApi runs, ResumeTarget target) {
      return runs.resume(target);
    }
  },
  ASYNC {
    @Override
    public ResumedRun resume(RunsApi runs, ResumeTarget target) {
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

  public abstract ResumedRun resume(RunsApi runs, ResumeTarget target);

  public ResumedRun resume(PlutoClient client, ResumeTarget target) {
    return resume(client.runs(), target);
  }
}
