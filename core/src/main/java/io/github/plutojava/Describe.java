package io.github.plutojava;

import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.text.Text;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/** What calls, targets and runs are called in messages. */
final class Describe {
  private Describe() {}

  /** Such as "could not resume the run with display ID 'MMP-1'". */
  static String failed(Request request) {
    ResumeTarget target = targetOf(request);
    return target == null
        ? request.method() + " " + BaseUrl.withoutQuery(request.url()) + " failed"
        : "could not resume " + target(target);
  }

  /** Returns the run that this request is to resume, or null if it is for something else. */
  static @Nullable ResumeTarget targetOf(Request request) {
    Invocation invocation = request.tag(Invocation.class);
    if (invocation != null) {
      for (Object argument : invocation.arguments()) {
        if (argument instanceof ResumeTarget target) {
          return target;
        }
      }
    }
    return null;
  }

  static String target(ResumeTarget target) {
    if (target instanceof ResumeTarget.ById byId) {
      return "the run with ID " + byId.runId();
    }
    if (target instanceof ResumeTarget.ByDisplayId byDisplayId) {
      return "the run with display ID "
          + Text.quote(byDisplayId.displayId())
          + inProject(byDisplayId.projectName());
    }
    ResumeTarget.ByExternalId byExternalId = (ResumeTarget.ByExternalId) target;
    return "the run with external ID "
        + Text.quote(byExternalId.externalId())
        + inProject(byExternalId.projectName());
  }

  private static String inProject(@Nullable String projectName) {
    return projectName == null ? "" : " in project " + Text.quote(projectName);
  }

  /** To stand at the end of a message. */
  static String attempts(int attempts) {
    return attempts > 1 ? " (after " + attempts + " attempts)" : "";
  }

  static String run(ResumedRun run) {
    return "the run with ID "
        + run.runId()
        + (run.displayId() == null ? "" : " (display ID " + Text.quote(run.displayId()) + ")")
        + inProject(run.projectName());
  }
}
