/**
 * The Java client for resuming runs on Pluto, an ML experiment tracker, so that more can be logged
 * to them.
 *
 * <pre>{@code
 * try (PlutoClient pluto = PlutoClient.fromEnvironment()) {
 *   ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
 *   System.out.println(run.url());
 * }
 * }</pre>
 *
 * <p>A {@link PlutoClient} gives a {@link RunsApi}. Its methods take a {@link ResumeTarget}, which
 * names a run by exactly one of its identifiers, and give the {@link ResumedRun}. The same without
 * waiting:
 *
 * <pre>{@code
 * pluto
 *     .runs()
 *     .resumeAsync(ResumeTarget.byExternalId("my-run-v1").inProject("my-project"))
 *     .thenAccept(run -> System.out.println(run.url()));
 * }</pre>
 *
 * <p>A call ends within 90 seconds ({@link PlutoClient.Builder#callTimeout(java.time.Duration)
 * callTimeout}), retries included ({@link RetryPolicy}), with the run or with one {@link
 * PlutoException}, whose message says what happened and what to do:
 *
 * <table class="striped">
 *   <caption>What a call throws</caption>
 *   <thead>
 *     <tr><th scope="col">exception</th><th scope="col">when</th><th scope="col">what to do</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr><th scope="row">{@link RunNotFoundException}</th>
 *       <td>404</td><td>check the ID, the project, and whose the API key is</td></tr>
 *     <tr><th scope="row">{@link AmbiguousRunException}</th>
 *       <td>409</td><td>name the project</td></tr>
 *     <tr><th scope="row">{@link UnauthorizedException}</th>
 *       <td>401</td><td>make a new API key</td></tr>
 *     <tr><th scope="row">{@link RateLimitedException}</th>
 *       <td>429, after retries</td><td>wait, then call less often</td></tr>
 *     <tr><th scope="row">{@link ServerErrorException}</th>
 *       <td>5xx; 500, 502, 503 and 504 after retries</td><td>call again later</td></tr>
 *     <tr><th scope="row">{@link BadRequestException}</th>
 *       <td>400, 422</td><td>read what the server says</td></tr>
 *     <tr><th scope="row">{@link PlutoApiException}</th>
 *       <td>any other status; all of the above are of this type</td>
 *       <td>read what the server says</td></tr>
 *     <tr><th scope="row">{@link PlutoTransportException}</th>
 *       <td>no complete answer, after retries</td><td>call again: it is safe</td></tr>
 *     <tr><th scope="row">{@link RunMismatchException}</th>
 *       <td>the server resumed another run</td><td>set that run right</td></tr>
 *     <tr><th scope="row">{@link PlutoResponseException}</th>
 *       <td>success that cannot be used</td><td>check the base URL</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Many runs at once: {@link BulkResumer}. Other endpoints of the server: an annotated Retrofit
 * interface of your own, by {@link PlutoClient#create(Class) PlutoClient.create}. In tests, {@code
 * RunsApi} can be faked, and every exception can be made.
 *
 * <p>Types and parameters are non-null unless marked {@link org.jspecify.annotations.Nullable}. A
 * null argument is refused.
 */
@NullMarked
package io.github.plutojava;

import org.jspecify.annotations.NullMarked;
