package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** What a client sets for the resume, open runs have their own of. */
class OwnLimitsTest extends EndingTest {
  private static final ResumedRun RUN =
      new ResumedRun(1, 1L, "MMP-1", "my-ml-project", "acme", "https://x.test/", true);

  @Test
  void theCallTimeoutIsNotTheirs() {
    for (String path : List.of(RunServer.INGEST, RunServer.NAMES, RunServer.STATUS)) {
      pluto.answerNext(
          path, request -> pluto.accept(request).setHeadersDelay(100, TimeUnit.MILLISECONDS));
    }
    PlutoClient client = closeLater(builder().callTimeout(Duration.ofMillis(1)).build());
    ActiveRun run = closeLater(client.open(RUN, options().build()));
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(new RunStats(1, 1, 0, 0, 0), run.stats());
    assertEquals(List.of("loss"), pluto.names());
    assertEquals(List.of(), problems);
  }

  @Test
  void theRetryPolicyIsNotTheirs() {
    for (String path :
        List.of(RunServer.INGEST, RunServer.NAMES, RunServer.STATUS, RunServer.DETAILS)) {
      for (int i = 0; i < 4; i++) {
        pluto.answerNext(path, new MockResponse().setResponseCode(503));
      }
    }
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    ActiveRun run = closeLater(client.open(RUN, options().build()));
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(new RunStats(1, 1, 0, 0, 4), run.stats());
    assertEquals(List.of("loss"), pluto.names());
    assertEquals(5, count(RunServer.STATUS));
    assertEquals(5, count(RunServer.DETAILS));
  }
}
