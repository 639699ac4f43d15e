/**
 * The Java client for Pluto, an ML experiment tracker: resumes a run, logs to it, and ends it.
 *
 * <pre>{@code
 * try (PlutoClient pluto = PlutoClient.fromEnvironment();
 *     ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
 *   run.log(1000, "eval/accuracy", 0.93);
 *   run.finish();
 * }
 * }</pre>
 *
 * <p>{@link PlutoClient#fromEnvironment() PlutoClient.fromEnvironment} takes the API key, which you
 * make on the Pluto site, from the environment variable {@code PLUTO_API_KEY}. With {@link
 * PlutoClient#builder() PlutoClient.builder}, you set the key and everything else in code. A {@link
 * PlutoClient} is thread-safe: make one, share it, and close it when it is no longer needed. Its
 * threads are daemons.
 *
 * <p>A {@link ResumeTarget} names a run by exactly one of its identifiers. {@link
 * PlutoClient#resume(ResumeTarget) PlutoClient.resume} resumes the run and opens it as an {@link
 * ActiveRun}, which buffers points, sends them again until the server has accepted or refused each
 * of them, and keeps the run alive by heartbeats. {@link ActiveRun#finish() finish} and {@link
 * ActiveRun#fail(Throwable) fail} end the run; {@link ActiveRun#close() close} leaves its status as
 * it is. {@link RunOptions} say how, and who is told of what no call can throw ({@link
 * RunOptions.Builder#onProblem onProblem}).
 *
 * <p>An interface that is annotated {@link Metrics} names metrics once:
 *
 * <pre>{@code
 * @Metrics("eval")
 * interface Evaluation {
 *   void scores(@Step long step, @Metric("loss") double loss, @Metric("f1") double f1);
 * }
 *
 * Evaluation eval = run.metrics(Evaluation.class);
 * eval.scores(1000, 0.21, 0.88);
 * }</pre>
 *
 * <p>{@link PlutoClient#runs() PlutoClient.runs} gives those who only resume a {@link RunsApi}. Log
 * to such a run soon: the server marks it FAILED if nothing is logged ({@link RunsApi#resume
 * resume} says how soon). The same without waiting, with the run opened at its end:
 *
 * <pre>{@code
 * pluto
 *     .runs()
 *     .resumeAsync(ResumeTarget.byExternalId("my-run-v1").inProject("my-project"))
 *     .thenApply(pluto::open)
 *     .thenAccept(run -> run.log(1000, "eval/accuracy", 0.93));
 * }</pre>
 *
 * <p>A resume ends within 90 seconds ({@link PlutoClient.Builder#callTimeout(java.time.Duration)
 * callTimeout}), retries included ({@link RetryPolicy}), with the run or with one {@link
 * PlutoException}, whose message says what happened and what to do. A future fails with the same
 * exceptions.
 *
 * <pre>{@code
 * try {
 *   pluto.runs().resume(ResumeTarget.byId(123));
 * } catch (RunNotFoundException e) {
 *   System.err.println("there is no run 123");
 * } catch (PlutoException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 *
 * <table class="striped" style="text-align: left">
 *   <caption>What calls throw</caption>
 *   <thead>
 *     <tr><th scope="col">exception</th><th scope="col">when</th><th scope="col">what to do</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr><th scope="row">{@link RunNotFoundException}</th>
 *       <td>404: no such run</td>
 *       <td>check the ID, the project, and that the API key belongs to its organization; from
 *       {@code log}, the run was deleted</td></tr>
 *     <tr><th scope="row">{@link AmbiguousRunException}</th>
 *       <td>409: several projects have a run with this display ID</td>
 *       <td>name the project</td></tr>
 *     <tr><th scope="row">{@link UnauthorizedException}</th>
 *       <td>401: the API key is not valid</td><td>make a new one</td></tr>
 *     <tr><th scope="row">{@link RateLimitedException}</th>
 *       <td>429, after retries</td><td>wait, then call less often</td></tr>
 *     <tr><th scope="row">{@link ServerErrorException}</th>
 *       <td>5xx; 500, 502, 503 and 504 after retries</td><td>call again later</td></tr>
 *     <tr><th scope="row">{@link BadRequestException}</th>
 *       <td>400 or 422: the request is invalid</td><td>read what the server says</td></tr>
 *     <tr><th scope="row">{@link PlutoApiException}</th>
 *       <td>any other status; those above are subclasses</td>
 *       <td>check the base URL; read what the server says</td></tr>
 *     <tr><th scope="row">{@link PlutoTransportException}</th>
 *       <td>no complete answer, after retries</td>
 *       <td>call again, which is safe, unless the thread was interrupted</td></tr>
 *     <tr><th scope="row">{@link UndeliveredException}</th>
 *       <td>points of an open run were refused, or still wait</td>
 *       <td>see its cause; flush or finish again for those that wait</td></tr>
 *     <tr><th scope="row">{@link RunMismatchException}</th>
 *       <td>the server resumed another run</td><td>set that one right, on the Pluto site</td></tr>
 *     <tr><th scope="row">{@link PlutoResponseException}</th>
 *       <td>a 2xx that cannot be used</td><td>check the base URL</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Many runs at once: {@link BulkResumer}. Other endpoints of the server: an annotated Retrofit
 * interface of your own, with {@link PlutoClient#create(Class) PlutoClient.create}. In tests, you
 * can fake {@code RunsApi} and make every exception.
 *
 * <p>Types and parameters are non-null unless marked {@code @Nullable}; any other null is refused.
 */
@NullMarked
package io.github.plutojava;

import org.jspecify.annotations.NullMarked;
