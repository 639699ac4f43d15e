package io.github.plutojava.examples;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunNotFoundException;
import org.jspecify.annotations.Nullable;
import retrofit2.http.GET;
import retrofit2.http.Path;

/**
 * Calls an endpoint that the library does not know, by an annotated Retrofit interface: with the
 * same API key, deadline, retries, limits and exceptions.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.OwnEndpoint}
 * prints:
 *
 * <pre>{@code
 * before: Details[id=1, status=COMPLETED, externalId=my-training-run-v1]
 * after:  Details[id=1, status=RUNNING, externalId=my-training-run-v1]
 * run 99: Run not found
 * }</pre>
 */
public final class OwnEndpoint {
  private OwnEndpoint() {}

  /** Methods return the body, or a {@code CompletableFuture} of it. */
  interface RunDetails {
    @GET("api/runs/details/{id}")
    Details details(@Path("id") long runId);
  }

  /** What is wanted of the answer; Jackson skips the rest. */
  record Details(long id, String status, @Nullable String externalId) {}

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(EmbeddedPluto.VALID_KEY).build()) {
      RunDetails runs = pluto.create(RunDetails.class);

      System.out.println("before: " + runs.details(1));
      pluto.runs().resume(ResumeTarget.byId(1));
      System.out.println("after:  " + runs.details(1));

      try {
        System.out.println("run 99: " + runs.details(99));
      } catch (RunNotFoundException e) {
        System.out.println("run 99: " + e.error());
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
