package io.github.plutojava;

import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.wire.DisplayIds;
import org.jspecify.annotations.Nullable;

/** Compares the run that came back with the one that was asked for. */
final class AnswerCheck {
  private AnswerCheck() {}

  /** Throws a {@link RunMismatchException} if {@code run} cannot be {@code target}. */
  static void check(ResumeTarget target, ResumedRun run, @Nullable String key) {
    if (!matches(target, run)) {
      throw new RunMismatchException(target, redact(run, key));
    }
  }

  private static ResumedRun redact(ResumedRun run, @Nullable String key) {
    return new ResumedRun(
        run.runId(),
        run.number(),
        run.displayId() == null ? null : Redaction.redact(run.displayId(), key),
        Redaction.redact(run.projectName(), key),
        Redaction.redact(run.organizationSlug(), key),
        Redaction.redact(run.url(), key),
        run.resumed());
  }

  private static boolean matches(ResumeTarget target, ResumedRun run) {
    if (target instanceof ResumeTarget.ById byId) {
      return run.runId() == byId.runId();
    }
    if (target instanceof ResumeTarget.ByDisplayId byDisplayId) {
      return DisplayIds.same(byDisplayId.displayId(), run.displayId())
          && (byDisplayId.projectName() == null
              || byDisplayId.projectName().equals(run.projectName()));
    }
    return ((ResumeTarget.ByExternalId) target).projectName().equals(run.projectName());
  }
}
