package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.call.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the API key to callers that must not hang with the user's supplier. A thread of its own
 * asks the supplier, once at a time for all callers. While there is no answer, the last key that
 * the supplier has given to anybody counts.
 */
public final class PromptKey {
  /** How long the supplier may take before the last key counts. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long it may take if there is no last key; less than a heartbeat may take. */
  private static final long LONG_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final ApiKeySource source;
  private final long patienceNanos;
  private final long longPatienceNanos;
  private final Executor asking = DaemonThreads.bounded("Pluto API key", 1);

  /** What the supplier was asked last; null until then. Guarded by this. */
  private @Nullable Question question;

  private static final class Question {
    final long begun = System.nanoTime();
    final CompletableFuture<String> answer = new CompletableFuture<>();
  }

  public PromptKey(ApiKeySource source) {
    this(source, PATIENCE_NANOS, LONG_PATIENCE_NANOS);
  }

  PromptKey(ApiKeySource source, long patienceNanos, long longPatienceNanos) {
    this.source = source;
    this.patienceNanos = patienceNanos;
    this.longPatienceNanos = longPatienceNanos;
  }

  /**
   * Returns the key.
   *
   * @throws IllegalStateException if the supplier fails, or has given no key so far
   */
  public String get() {
    Question question = ask();
    String last = source.last();
    long patience = last == null ? longPatienceNanos : patienceNanos;
    try {
      long left = Math.max(0, question.begun + patience - System.nanoTime());
      return question.answer.get(left, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      return lastKey(last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lastKey(last);
    }
  }

  private static String lastKey(@Nullable String last) {
    if (last == null) {
      throw new IllegalStateException(
          "the API key supplier has not given a key in time, so the request was not sent");
    }
    return last;
  }

  private static IllegalStateException failure(@Nullable Throwable cause) {
    return cause instanceof CarriedException e && e.carried() instanceof IllegalStateException known
        ? known
        : ApiKeySource.failed(cause);
  }

  private synchronized Question ask() {
    Question before = question;
    if (before != null && !before.answer.isDone()) {
      return before;
    }
    Question asked = new Question();
    question = asked;
    try {
      asking.execute(() -> answer(asked));
    } catch (RejectedExecutionException e) { // No thread can be made now.
      asked.answer.completeExceptionally(e);
    }
    return asked;
  }

  private void answer(Question asked) {
    try {
      asked.answer.complete(source.get());
    } catch (Throwable e) { // An Error, too, must reach who waits.
      asked.answer.completeExceptionally(e);
    }
  }
}
