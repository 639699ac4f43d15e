package io.github.plutojava;

import static java.util.Objects.requireNonNull;

/**
 * How one call of a {@link BulkResumer} ended.
 *
 * <p>The interface is sealed, and there will be no third outcome. From Java 21 on, a {@code switch}
 * over outcomes therefore needs no default.
 */
public sealed interface ResumeOutcome {
  /** {@return the run that the call was to resume} */
  ResumeTarget target();

  /**
   * The run was resumed.
   *
   * @param target the run that the call was to resume
   * @param run the run that the server resumed, as {@link RunsApi#resume resume} returns it
   */
  record Resumed(ResumeTarget target, ResumedRun run) implements ResumeOutcome {
    /**
     * Makes an outcome; public for tests of code that receives outcomes.
     *
     * @param target the run that the call was to resume
     * @param run the run that the server resumed
     */
    public Resumed {
      requireNonNull(target, "target");
      requireNonNull(run, "run");
    }
  }

  /**
   * The call failed. The run was not resumed, or it is not known whether it was.
   *
   * @param target the run that the call was to resume
   * @param cause what {@link RunsApi#resume resume} would have thrown
   */
  record Failed(ResumeTarget target, PlutoException cause) implements ResumeOutcome {
    /**
     * Makes an outcome; public for tests of code that receives outcomes.
     *
     * @param target the run that the call was to resume
     * @param cause why the call failed
     */
    public Failed {
      requireNonNull(target, "target");
      requireNonNull(cause, "cause");
    }
  }
}
