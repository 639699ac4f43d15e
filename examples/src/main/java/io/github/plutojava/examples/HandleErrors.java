package io.github.plutojava.examples;

import io.github.plutojava.AmbiguousRunException;
import io.github.plutojava.PlutoApiException;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoResponseException;
import io.github.plutojava.PlutoTransportException;
import io.github.plutojava.RateLimitedException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RetryPolicy;
import io.github.plutojava.RunMismatchException;
import io.github.plutojava.RunNotFoundException;
import io.github.plutojava.RunsApi;
import io.github.plutojava.ServerErrorException;
import io.github.plutojava.UnauthorizedException;
import java.time.Duration;
import okhttp3.mockwebserver.MockResponse;

/**
 * Branches on what can happen to a call, and says for each what to tell a person.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.HandleErrors}
 * prints:
 *
 * <pre>{@code
 * resumed MMP-1
 * no such run, or the API key is of another organization
 * several projects have a run of this name: which one is meant?
 * the API key does not work (API key has expired): make a new one on the Pluto site
 * too many calls: wait 120 s
 * Pluto has a problem (503): try again later
 * something else than Pluto answered: is there a proxy or a login page in between?
 * Pluto cannot be reached: try again later
 * }</pre>
 */
public final class HandleErrors {
  private HandleErrors() {}

  /** To be copied: the subclasses come before their base class, and nothing is left over. */
  static String resume(RunsApi runs, ResumeTarget target) {
    try {
      return "resumed " + runs.resume(target).displayId();
    } catch (RunNotFoundException e) {
      return "no such run, or the API key is of another organization";
    } catch (AmbiguousRunException e) {
      return "several projects have a run of this name: which one is meant?";
    } catch (UnauthorizedException e) {
      return "the API key does not work (" + e.detail() + "): make a new one on the Pluto site";
    } catch (RateLimitedException e) {
      Duration wait = e.retryAfter(); // null if the server did not say
      return "too many calls: wait " + (wait == null ? "a while" : wait.toSeconds() + " s");
    } catch (ServerErrorException e) { // retried already; the run may have been resumed
      return "Pluto has a problem (" + e.status() + "): try again later";
    } catch (PlutoApiException e) { // any other: a 400, a redirect, a gateway's 403
      return "Pluto, or something before it, answered " + e.status() + " " + e.error();
    } catch (PlutoTransportException e) { // retried already; the run may have been resumed
      return "Pluto " + (e.timedOut() ? "is too slow" : "cannot be reached") + ": try again later";
    } catch (RunMismatchException e) {
      return "Pluto resumed another run: set it right on the site, " + e.run().url();
    } catch (PlutoResponseException e) {
      return "something else than Pluto answered: is there a proxy or a login page in between?";
    }
  }

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder()
                .baseUrl(server.url())
                .apiKey(EmbeddedPluto.VALID_KEY)
                .retryPolicy(RetryPolicy.none()) // each of the answers below is the last
                .build();
        PlutoClient expired = pluto.toBuilder().apiKey(EmbeddedPluto.EXPIRED_KEY).build();
        PlutoClient nobody = pluto.toBuilder().baseUrl("http://127.0.0.1:1").build()) {
      ResumeTarget target = ResumeTarget.byDisplayId("MMP-1");
      System.out.println(resume(pluto.runs(), target));
      System.out.println(resume(pluto.runs(), ResumeTarget.byDisplayId("MMP-99")));
      System.out.println(resume(pluto.runs(), ResumeTarget.byDisplayId("MTE-1")));
      System.out.println(resume(expired.runs(), target));
      server.answerNext(new MockResponse().setResponseCode(429).setHeader("Retry-After", "120"));
      server.answerNext(new MockResponse().setResponseCode(503));
      server.answerNext(new MockResponse().setBody("<html>Log in</html>"));
      for (int i = 0; i < 3; i++) {
        System.out.println(resume(pluto.runs(), target));
      }
      System.out.println(resume(nobody.runs(), target));
    }
  }
}
