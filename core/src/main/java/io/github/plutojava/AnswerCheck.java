package io.github.plutojava;

import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Compares the run that came back with the one that was asked for. */
final class AnswerCheck {
  private AnswerCheck() {}

  /** Throws if {@code run} cannot be the one that {@code request} was to resume. */
  static void check(Request request, ResumedRun run, @Nullable String key) {
    ResumeTarget target = Describe.target(request);
    if (target != null && !matches(target, run)) {
      throw new RunMismatchException(
          Redaction.redact(RunMismatchException.message(target, run), key), target, run);
    }
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
