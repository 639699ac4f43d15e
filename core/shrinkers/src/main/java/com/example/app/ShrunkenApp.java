package com.example.app;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.PlutoTransportException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RetryPolicy;
import io.github.plutojava.RunNotFoundException;
import io.github.plutojava.ServerErrorException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A user's app as a shrinker sees it: nothing of it is kept but {@code main}. What it prints must
 * not change when it is shrunken.
 */
public final class ShrunkenApp {
  private ShrunkenApp() {}

  /**
   * Resumes runs in all ways.
   *
   * @param args the server's address, and that of one that closes each connection after its answer
   */
  public static void main(String[] args) {
    try (PlutoClient pluto = client(args[0])) {
      List<ResumeTarget> targets =
          List.of(
              ResumeTarget.byId(1),
              ResumeTarget.byDisplayId("MMP-1"),
              ResumeTarget.byDisplayId("MMP-1").inProject("my-ml-project"),
              ResumeTarget.byExternalId("x").inProject("my-ml-project"),
              ResumeTarget.byDisplayId("MMP-404"),
              ResumeTarget.byDisplayId("MMP-400"),
              ResumeTarget.byDisplayId("MMP-429"),
              ResumeTarget.byDisplayId("MMP-2"));
      for (ResumeTarget target : targets) {
        try {
          print(target, pluto.runs().resume(target));
        } catch (PlutoException e) {
          print(target, e);
        }
        try {
          print(target, pluto.runs().resumeAsync(target).join());
        } catch (CompletionException e) {
          print(target, (PlutoException) e.getCause());
        }
      }
    }
    try (PlutoClient nobody = client("http://127.0.0.1:1")) {
      nobody.runs().resume(ResumeTarget.byId(1));
    } catch (PlutoTransportException e) {
      System.out.println(e.getMessage());
    }
    resumeAfterTheConnectionWasClosed(args[1]);
    resumeAfterAnError(args[0]);
  }

  /** Which happens only if the annotation that allows it is still there. */
  private static void resumeAfterAnError(String baseUrl) {
    RetryPolicy once = RetryPolicy.builder().maxRetries(1).baseDelay(Duration.ZERO).build();
    ResumeTarget target = ResumeTarget.byDisplayId("MMP-500");
    try (PlutoClient pluto = client(baseUrl).toBuilder().retryPolicy(once).build()) {
      pluto.runs().resume(target);
    } catch (ServerErrorException e) {
      print(target, e);
    }
  }

  private static void resumeAfterTheConnectionWasClosed(String baseUrl) {
    ResumeTarget target = ResumeTarget.byId(1);
    try (PlutoClient pluto = client(baseUrl);
        PlutoClient other = client(baseUrl)) {
      pluto.runs().resume(target);
      other.runs().resume(target); // Served only once the connection of the first is closed.
      print(target, pluto.runs().resume(target));
    }
  }

  private static PlutoClient client(String baseUrl) {
    return PlutoClient.builder()
        .apiKey("mlps_key")
        .baseUrl(baseUrl)
        .retryPolicy(RetryPolicy.none())
        .build();
  }

  private static void print(ResumeTarget target, ResumedRun run) {
    System.out.println(name(target) + ": " + run.runId() + " is RUNNING at " + run.url());
  }

  private static void print(ResumeTarget target, PlutoException e) {
    System.out.println(name(target) + ": " + e.getMessage());
    if (e instanceof PlutoApiException api) {
      System.out.println(
          api.status() + " " + api.error() + " " + (api instanceof RunNotFoundException));
    }
  }

  /** Not its toString: that has the name of a class, which a shrinker may change. */
  private static String name(ResumeTarget target) {
    if (target instanceof ResumeTarget.ById byId) {
      return "run " + byId.runId();
    }
    if (target instanceof ResumeTarget.ByDisplayId byDisplayId) {
      return byDisplayId.displayId() + " in " + byDisplayId.projectName();
    }
    ResumeTarget.ByExternalId byExternalId = (ResumeTarget.ByExternalId) target;
    return byExternalId.externalId() + " in " + byExternalId.projectName();
  }
}
