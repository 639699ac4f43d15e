package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Futures that are handed to users, who may do with them what they like. */
final class UsersFutures {
  private UsersFutures() {}

  /**
   * Returns a copy: to cancel or complete it has no effect on {@code future}, and what hangs on it
   * runs on threads that may be blocked.
   */
  static <T> CompletableFuture<T> copy(CompletableFuture<T> future) {
    CompletableFuture<T> copy = new CompletableFuture<>();
    CompletableFuture<T> unused =
        future.whenCompleteAsync(
            (value, failure) -> {
              if (failure == null) {
                copy.complete(value);
              } else {
                boolean isWrapped =
                    failure instanceof CompletionException && failure.getCause() != null;
                copy.completeExceptionally(isWrapped ? failure.getCause() : failure);
              }
            },
            DaemonThreads.ends());
    return copy;
  }
}
