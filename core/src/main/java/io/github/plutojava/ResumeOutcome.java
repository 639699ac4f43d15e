package io.github.plutojava;

import static java.util.Objects.requireNonNull;

/**
 * How one call of a {@link BulkResumer} ended.
 *
 * <p>The interface is sealed, and there will be no third way: from Java 21 on, a {@code switch}
 * over outcomes needs no default.
 */
public sealed interface ResumeOutcome {
  /** {@return the run that was to be resumed} */
  ResumeTarget target();

  /**
   * The run was resumed.
   *
   * @param target the run that was to be resumed
   * @param run the run that the server resumed, as {@link RunsApi#resume resume} returns it
   */
  record Resumed(ResumeTarget target, ResumedRun run) implements ResumeOutcome {
    /**
     * Makes an outcome; public for tests of what takes it.
     *
     * @param target the run that was to be resumed
     * @param run the run that the server resumed
     */
    public Resumed {
      requireNonNull(target, "target");
      requireNonNull(run, "run");
    }
  }

  /**
   * The run was not resumed, or nobody knows.
   *
   * @param target the run that was to be resumed
   * @param cause what {@link RunsApi#resume resume} would have thrown
   */
  record Failed(ResumeTarget target, PlutoException cause) implements ResumeOutcome {
    /**
     * Makes an outcome; public for tests of what takes it.
     *
     * @param target the run that was to be resumed
     * @param cause why it was not
     */
    public Failed {
      requireNonNull(target, "target");
      requireNonNull(cause, "cause");
    }
  }
}
