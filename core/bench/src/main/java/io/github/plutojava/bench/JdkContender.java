package io.github.plutojava.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** The JDK's own client with jackson-core. It does not ask for gzip, as it cannot undo it. */
final class JdkContender implements Contender.Async {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  JdkContender(String baseUrl) {
    url = URI.create(baseUrl.concat("/api/runs/resume"));
  }

  private HttpRequest request() throws IOException {
    return HttpRequest.newBuilder(url)
        .header("Authorization", "Bearer ".concat(API_KEY))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(Json.write(DISPLAY_ID)))
        .build();
  }

  private static Run run(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return Json.read(response.body());
  }

  @Override
  public String resume() throws IOException, InterruptedException {
    return run(http.send(request(), BodyHandlers.ofByteArray())).displayId();
  }

  @Override
  public CompletableFuture<?> resumeAsync() {
    try {
      return http.sendAsync(request(), BodyHandlers.ofByteArray())
          .thenApply(
              response -> {
                try {
                  return run(response);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
