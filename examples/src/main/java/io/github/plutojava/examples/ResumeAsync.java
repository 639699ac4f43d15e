package io.github.plutojava.examples;

import static okhttp3.mockwebserver.SocketPolicy.NO_RESPONSE;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunNotFoundException;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.mockwebserver.MockResponse;

/**
 * Resumes runs without waiting: composes calls, handles their failures, limits the time of one and
 * cancels one.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.ResumeAsync}
 * prints:
 *
 * <pre>{@code
 * both:      MMP-1 and MMP-3 are RUNNING
 * missing:   no such run
 * slow:      gave up waiting
 * unwanted:  cancelled
 * }</pre>
 */
public final class ResumeAsync {
  private ResumeAsync() {}

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      RunsApi runs = pluto.runs();

      // Compose: both calls are under way at once.
      CompletableFuture<ResumedRun> first = runs.resumeAsync(ResumeTarget.byDisplayId("MMP-1"));
      CompletableFuture<ResumedRun> second = runs.resumeAsync(ResumeTarget.byDisplayId("MMP-3"));
      print(
          "both:      ",
          first.thenCombine(
              second, (a, b) -> a.displayId() + " and " + b.displayId() + " are RUNNING"));

      CompletableFuture<ResumedRun> missing = runs.resumeAsync(ResumeTarget.byDisplayId("MMP-99"));
      print("missing:   ", missing.thenApply(ResumedRun::url));

      // Time out: the call is cancelled with the future, and its connection closed. Without this,
      // the client's callTimeout of 90 s ends it.
      server.answerNext(new MockResponse().setSocketPolicy(NO_RESPONSE));
      CompletableFuture<ResumedRun> slow = runs.resumeAsync(ResumeTarget.byId(4));
      print("slow:      ", slow.orTimeout(200, TimeUnit.MILLISECONDS).thenApply(ResumedRun::url));

      // Cancel the future that resumeAsync gave: to cancel a stage that depends on it is not
      // enough.
      server.answerNext(new MockResponse().setSocketPolicy(NO_RESPONSE));
      CompletableFuture<ResumedRun> unwanted = runs.resumeAsync(ResumeTarget.byId(5));
      unwanted.cancel(true);
      print("unwanted:  ", unwanted.thenApply(ResumedRun::url));
    }
  }

  /** Waits, which only a main should do, and says what became of the call. */
  private static void print(String what, CompletableFuture<String> result) {
    System.out.println(what + result.exceptionally(ResumeAsync::explain).join());
  }

  /** A stage that depends on the call's future gets its failure wrapped. */
  private static String explain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RunNotFoundException) {
      return "no such run";
    } else if (cause instanceof TimeoutException) {
      return "gave up waiting";
    } else if (cause instanceof CancellationException) {
      return "cancelled";
    }
    return String.valueOf(cause); // a PlutoException's message says what happened and what to do
  }
}
