/**
 * The Java client for resuming runs on Pluto, an ML experiment tracker.
 *
 * <pre>{@code
 * try (PlutoClient pluto = PlutoClient.fromEnvironment()) {
 *   ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
 *   System.out.println(run.url());
 * }
 * }</pre>
 *
 * <p>A {@link io.github.plutojava.PlutoClient} gives a {@link io.github.plutojava.RunsApi}, whose
 * methods take a {@link io.github.plutojava.ResumeTarget} (which run) and give a {@link
 * io.github.plutojava.ResumedRun}, or fail with a {@link io.github.plutojava.PlutoException}. Types
 * and parameters are non-null unless marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.plutojava;

import org.jspecify.annotations.NullMarked;
