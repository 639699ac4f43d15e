package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.text.Text;

/**
 * The server resumed a different run from the one that was asked for. The run that it resumed,
 * {@link #run()}, is RUNNING now and should not be: look at it and, if it was finished, set it
 * right on the Pluto site. It is not known whether the run that was asked for was resumed. The call
 * was not retried.
 *
 * <p>Servers before July 2026 did so when display IDs collided, since they ignored the project that
 * was sent with a display ID.
 */
public final class RunMismatchException extends PlutoResponseException {
  private static final long serialVersionUID = 1L;

  /** The run that was asked for. */
  private final ResumeTarget target;

  /** The run that was resumed. */
  private final ResumedRun run;

  /**
   * Makes an exception; public for fakes in tests.
   *
   * @param target the run that was asked for
   * @param run the run that the server resumed
   */
  public RunMismatchException(ResumeTarget target, ResumedRun run) {
    super(message(requireNonNull(target, "target"), requireNonNull(run, "run")));
    this.target = target;
    this.run = run;
  }

  private static String message(ResumeTarget target, ResumedRun run) {
    return "asked for "
        + Describe.target(target)
        + ", but the server resumed "
        + Describe.run(run)
        + ": that run is RUNNING now; look at it at "
        + Text.line(run.url());
  }

  /** {@return the run that was asked for} */
  public ResumeTarget target() {
    return target;
  }

  /** {@return the run that the server resumed instead} */
  public ResumedRun run() {
    return run;
  }
}
