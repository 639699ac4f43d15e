package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/**
 * An Error in the client, as when memory is short, reaches who ends a run, and ends nothing else.
 */
class EndingErrorsTest extends EndingTest {
  private final StackOverflowError error = new StackOverflowError("the interceptor's");
  private final AtomicBoolean isBroken = new AtomicBoolean(true);

  /** A run whose requests for a status fail until the test mends them. */
  private ActiveRun openBroken() {
    OkHttpClient lent =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  String path = chain.request().url().encodedPath();
                  if (path.equals(RunServer.STATUS) && isBroken.get()) {
                    throw error;
                  }
                  return chain.proceed(chain.request());
                })
            .build();
    PlutoClient client = closeLater(builder().httpClient(lent).build());
    return closeLater(client.resume(MMP_1, options().build()));
  }

  @Test
  void aFinishThrowsItAndLeavesTheRunOpen() {
    ActiveRun run = openBroken();
    assertSame(error, assertThrows(StackOverflowError.class, () -> run.finish(LIMIT)));
    assertSame(error, Failures.of(run.finishAsync(LIMIT)));
    isBroken.set(false);
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(1, pluto.points().size());
    assertEquals(List.of(), problems);
  }

  @Test
  void aFailTellsItAndSuppressesIt() throws Exception {
    ActiveRun run = openBroken();
    Exception cause = new Exception("no GPU");
    assertEquals(RunStatus.UNKNOWN, run.fail(cause, LIMIT));
    awaitProblems(1);
    assertHas("the fail of the run with ID 1", problems.get(0).getMessage());
    assertSame(error, problems.get(0).getCause());
    assertSame(problems.get(0), cause.getSuppressed()[0]);
    assertEquals(
        RunStatus.UNKNOWN, run.failAsync(new Exception(), LIMIT).get(10, TimeUnit.SECONDS));
    isBroken.set(false);
    assertEquals(RunStatus.FAILED, run.fail(cause, LIMIT));
  }
}
