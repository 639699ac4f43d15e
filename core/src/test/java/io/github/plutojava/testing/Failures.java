package io.github.plutojava.testing;

import io.github.plutojava.PlutoClient;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What calls fail with, Errors too. */
public final class Failures {
  private Failures() {}

  public static Throwable of(Style style, PlutoClient client) {
    return of(() -> style.resume(client, ServerTest.MMP_1));
  }

  /** Returns what the call throws or, if it ended a future, what ended it. */
  public static Throwable of(Callable<?> call) {
    Object result;
    try {
      result = call.call();
    } catch (CompletionException | ExecutionException e) {
      return e.getCause();
    } catch (Throwable e) {
      return e;
    }
    throw new AssertionError("it did not fail: " + result);
  }

  public static Throwable of(CompletableFuture<?> future) {
    return of(() -> future.get(Await.MOST_MILLIS, TimeUnit.MILLISECONDS));
  }
}
