package io.github.plutojava;

import java.util.concurrent.CompletableFuture;
import retrofit2.http.Body;
import retrofit2.http.POST;

/**
 * Pluto's API for runs, as a Retrofit interface. {@link PlutoClient#runs()} returns one that talks
 * to the server. Since it is an interface, you can fake it in tests.
 *
 * <p>Instances from {@link PlutoClient} are thread-safe.
 */
public interface RunsApi {
  /**
   * Sets an existing run back to RUNNING, so that more can be logged to it, and waits for the
   * server's answer. A run that is already RUNNING stays so.
   *
   * <p>Log to the run soon: if nothing is logged to a resumed run, the server marks it FAILED,
   * within 150 seconds if the run ever had a heartbeat, else after 30 minutes.
   *
   * <p>The call ends by the client's {@linkplain
   * PlutoClient.Builder#callTimeout(java.time.Duration) call timeout}. If the thread is
   * interrupted, the call ends within a second, with a {@link PlutoTransportException}; the
   * thread's interrupt flag stays set. Only a key supplier, or an interceptor of an {@linkplain
   * PlutoClient.Builder#httpClient(okhttp3.OkHttpClient) OkHttpClient} that you passed in, can
   * delay that.
   *
   * @param target the run to resume
   * @return the run that the server resumed, checked to be the one that was asked for. The answer
   *     does not repeat an external ID, so for a {@link ResumeTarget.ByExternalId} only the project
   *     can be checked
   * @throws PlutoApiException if the server answered with an error; its subclasses say which
   * @throws PlutoTransportException if there was no complete answer: no connection, a time limit,
   *     an interrupt, {@link PlutoClient#close()}. The run may have been resumed all the same;
   *     calling again is safe
   * @throws PlutoResponseException if the server's answer cannot be used, or is about another run
   *     ({@link RunMismatchException})
   * @throws IllegalArgumentException if {@code target} is null; nothing was sent
   * @throws IllegalStateException if the client is closed, its API key supplier failed or gave an
   *     unusable key, or the platform's trust store cannot be read
   */
  @Idempotent
  @POST("api/runs/resume")
  ResumedRun resume(@Body ResumeTarget target);

  /**
   * Like {@link #resume resume}, but does not wait. What {@code resume} would throw completes the
   * future exceptionally, except that this method itself throws if {@code target} is null. As with
   * any future, {@code join} wraps it in a {@link java.util.concurrent.CompletionException}, and
   * {@code get} in an {@link java.util.concurrent.ExecutionException}.
   *
   * <p>{@linkplain CompletableFuture#cancel Canceling} the future, or completing it by other means
   * ({@code orTimeout}, for example), cancels the call. Stages that depend on the future run on one
   * of the client's threads, unless you give them an executor. Do not block on the client's
   * threads.
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
