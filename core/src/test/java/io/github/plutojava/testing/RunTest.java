package io.github.plutojava.testing;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.RunOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A server that plays Pluto for one run, and runs that are open to it. */
@Tag("run")
public abstract class RunTest extends ServerTest {
  protected final RunServer pluto = new RunServer();

  /** What the runs of this test were told. */
  protected final List<PlutoException> problems = new CopyOnWriteArrayList<>();

  @BeforeEach
  protected void playPluto() throws IOException {
    server.setDispatcher(pluto);
  }

  /** Of the platform's time: deliveries have tests of their own in virtual time. */
  @Override
  protected PlutoClient.Builder builder() {
    String url = server.url("/").toString();
    return PlutoClient.builder().apiKey(KEY).baseUrl(url).ingestUrl(url).heartbeatUrl(url);
  }

  /** Options that are quick, tell this test, and send no heartbeats. */
  protected RunOptions.Builder options() {
    return RunOptions.builder()
        .flushInterval(Duration.ofMillis(10))
        .heartbeatInterval(Duration.ZERO)
        .onProblem(problems::add);
  }

  /** A run that is closed, with its client, at the end of the test. */
  protected ActiveRun open() {
    return open(options().build());
  }

  protected ActiveRun open(RunOptions options) {
    return closeLater(client().resume(MMP_1, options));
  }

  /** Waits until {@code latch} is open, as code of a user's that hangs. */
  protected static void hang(CountDownLatch latch) {
    boolean isInterrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
