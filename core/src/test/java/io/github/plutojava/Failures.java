package io.github.plutojava;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What calls fail with, Errors too. */
final class Failures {
  private Failures() {}

  static Throwable of(Style style, PlutoClient client) {
    return of(() -> style.resume(client, ServerTest.MMP_1));
  }

  /** Returns what the call throws or, if it ended a future, what ended it. */
  static Throwable of(Callable<?> call) {
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

  static Throwable of(CompletableFuture<?> future) {
    return of(() -> future.get(10, TimeUnit.SECONDS));
  }
}
