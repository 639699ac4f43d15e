package io.github.plutojava;

import org.jspecify.annotations.Nullable;

/** Resuming a run. */
record ResumeOperation(ResumeTarget target) implements Operation {
  @Override
  public String failed() {
    return "could not resume " + Describe.target(target);
  }

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public String advice(ApiError answer) {
    return switch (answer.status()) {
      case 400, 422 -> Describe.notUnderstood(this);
      case 404 ->
          "Check the ID"
              + (namesProject() ? ", the project" : "")
              + ", and that the API key belongs to the run's organization";
      case 409 -> "Name the project with inProject on the target";
      default ->
          answer.status() / 100 == 5
              ? "The server failed: try again later, which is safe even if the run was resumed"
                  + Describe.waitAsked(answer)
              : "";
    };
  }

  private boolean namesProject() {
    return target instanceof ResumeTarget.ByExternalId
        || (target instanceof ResumeTarget.ByDisplayId byDisplayId
            && byDisplayId.projectName() != null);
  }

  @Override
  public String again() {
    return "; calling again is safe";
  }

  @Override
  public void check(Object body, @Nullable String key) {
    if (body instanceof ResumedRun run) {
      AnswerCheck.check(target, run, key);
    }
  }
}
