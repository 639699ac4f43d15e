package io.github.plutojava;

import java.util.concurrent.CompletableFuture;
import retrofit2.http.Body;
import retrofit2.http.POST;

/**
 * Pluto's API for runs, as a Retrofit interface. {@link PlutoClient#runs()} gives one that talks to
 * the server; being an interface, it can be faked in tests.
 *
 * <p>Instances from {@link PlutoClient} are thread-safe.
 */
public interface RunsApi {
  /**
   * Sets an existing run back to RUNNING, so that more can be logged to it, and waits for the
   * server's answer. A run that is RUNNING already stays so.
   *
   * <p>Log to the run soon: the server marks a resumed run FAILED if nothing is logged to it,
   * within 150 seconds if the run ever had a heartbeat, else after 30 minutes.
   *
   * <p>The call ends by the client's {@linkplain
   * PlutoClient.Builder#callTimeout(java.time.Duration) call timeout}. If the thread is
   * interrupted, the call ends within a second, with a {@link PlutoTransportException}; the
   * thread's interrupt flag stays set. Only an interceptor of an {@linkplain
   * PlutoClient.Builder#httpClient(okhttp3.OkHttpClient) OkHttpClient} of your own, or a key
   * supplier, can delay that.
   *
   * @param target the run to resume
   * @return the run that the server resumed, checked to be the one that was asked for. The answer
   *     does not repeat an external ID: of a {@link ResumeTarget.ByExternalId} only the project can
   *     be checked
   * @throws PlutoApiException if the server answered with an error; its subclasses say which
   * @throws PlutoTransportException if there was no complete answer: no connection, a time limit,
   *     an interrupt, {@link PlutoClient#close()}. The run may have been resumed all the same;
   *     calling again is safe
   * @throws PlutoResponseException if the server's answer cannot be used, or ({@link
   *     RunMismatchException}) is about another run
   * @throws IllegalArgumentException if {@code target} is null; nothing was sent
   * @throws IllegalStateException if the client is closed, its API key supplier failed or gave an
   *     unusable key, or the platform's trust store cannot be read
   */
  @Idempotent
  @POST("api/runs/resume")
  ResumedRun resume(@Body ResumeTarget target);

  /**
   * Like {@link #resume resume}, without waiting. What {@code resume} throws completes the future
   * exceptionally, except that a null {@code target} is thrown from here. As with any future,
   * {@code join} wraps it in a {@link java.util.concurrent.CompletionException}, and {@code get} in
   * an {@link java.util.concurrent.ExecutionException}.
   *
   * <p>{@linkplain CompletableFuture#cancel Cancelling} the future, or completing it by other means
   * ({@code orTimeout}, say), cancels the call. Stages that depend on the future run on one of the
   * client's threads unless they are given an executor: there, do not block.
   *
   * @param target the run to resume
   * @return the run that the server resumed, or the exception that {@link #resume resume} would
   *     throw
   * @throws IllegalArgumentException if {@code target} is null; nothing was sent
   */
  @Idempotent
  @POST("api/runs/resume")
  CompletableFuture<ResumedRun> resumeAsync(@Body ResumeTarget target);
}
