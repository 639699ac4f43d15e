package io.github.plutojava.examples;

import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RetryPolicy;
import java.time.Duration;
import okhttp3.mockwebserver.MockResponse;

/**
 * Sets how often a call is sent again, after what waits, and how long it may take in all.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.TuneRetries}
 * prints:
 *
 * <pre>{@code
 * none, a 503:               503, requests: 1
 * patient, four 503s:        RUNNING, requests: 5
 * patient, 429 for a second: RUNNING, requests: 2
 * patient, 429 for an hour:  429, requests: 1, come back after 3600 s
 * }</pre>
 */
public final class TuneRetries {
  private TuneRetries() {}

  public static void main(String[] args) {
    RetryPolicy policy =
        RetryPolicy.builder()
            .maxRetries(5) // 6 requests at the most; the default is 2 retries
            .baseDelay(Duration.ofMillis(100)) // a random wait of at most 0.1, 0.2, 0.4 ... s
            .maxDelay(Duration.ofSeconds(2)) // no longer than that each
            .maxRetryAfter(Duration.ofMinutes(1)) // what the server may ask for instead
            .build();
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient patient =
            PlutoClient.builder()
                .baseUrl(server.url())
                .apiKey(EmbeddedPluto.VALID_KEY)
                .retryPolicy(policy)
                .callTimeout(Duration.ofMinutes(5)) // over all requests and waits of a call
                .build();
        // For a caller that has retries of its own.
        PlutoClient once = patient.toBuilder().retryPolicy(RetryPolicy.none()).build()) {
      MockResponse unavailable = new MockResponse().setResponseCode(503);
      server.answerNext(unavailable);
      print("none, a 503:               ", server, once);

      for (int i = 0; i < 4; i++) {
        server.answerNext(unavailable);
      }
      print("patient, four 503s:        ", server, patient);

      MockResponse tooMany = new MockResponse().setResponseCode(429);
      server.answerNext(tooMany.clone().setHeader("Retry-After", "1"));
      print("patient, 429 for a second: ", server, patient);

      // Longer than maxRetryAfter: the call does not wait, but says how long to stay away.
      server.answerNext(tooMany.clone().setHeader("Retry-After", "3600"));
      print("patient, 429 for an hour:  ", server, patient);
    }
  }

  private static void print(String what, EmbeddedPluto server, PlutoClient pluto) {
    int before = server.requestCount();
    String result;
    try {
      pluto.runs().resume(ResumeTarget.byId(1));
      result = server.status(1) + ", requests: " + (server.requestCount() - before);
    } catch (PlutoApiException e) {
      Duration wait = e.retryAfter();
      result = e.status() + ", requests: " + e.attempts();
      result += wait == null ? "" : ", come back after " + wait.toSeconds() + " s";
    } catch (PlutoException e) {
      result = String.valueOf(e.getMessage()); // says what happened and what to do
    }
    System.out.println(what + result);
  }
}
