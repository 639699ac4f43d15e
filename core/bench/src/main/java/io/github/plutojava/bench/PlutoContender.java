package io.github.plutojava.bench;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunsApi;
import java.util.concurrent.CompletableFuture;

/** This library, as it comes. */
final class PlutoContender implements Contender.Async {
  private final RunsApi runs;

  PlutoContender(String baseUrl) {
    runs = PlutoClient.builder().apiKey(API_KEY).baseUrl(baseUrl).build().runs();
  }

  @Override
  public String resume() {
    return runs.resume(ResumeTarget.byDisplayId(DISPLAY_ID)).displayId();
  }

  @Override
  public CompletableFuture<?> resumeAsync() {
    return runs.resumeAsync(ResumeTarget.byDisplayId(DISPLAY_ID));
  }
}
