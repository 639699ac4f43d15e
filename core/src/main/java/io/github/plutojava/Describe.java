package io.github.plutojava;

import io.github.plutojava.internal.text.Text;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Describes targets, runs, durations and attempts in messages. */
final class Describe {
  static final String CHECK_KEY =
      "Check the API key; make a new one on the Pluto site if it is no longer valid";

  private Describe() {}

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

  /**
   * Returns how long the server asked the client to wait, for the end of a sentence; "" if it did
   * not ask.
   */
  static String waitAsked(ApiError answer) {
    Duration wait = answer.retryAfter();
    return wait == null ? "" : "; it asks you to wait " + duration(wait);
  }

  /** Advises on a 400 or 422 that answers a request which the library made alone. */
  static String notUnderstood(Operation operation) {
    return "The server does not take what this library sends: check that "
        + operation.address()
        + " is Pluto's; then use a newer version of the library, or report this message";
  }

  /** Returns words such as "90 s" or "0.5 ms": seconds if they are whole, else milliseconds. */
  static String duration(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return duration.getNano() == 0
        ? seconds.toBigInteger() + " s"
        : seconds.movePointRight(3).stripTrailingZeros().toPlainString() + " ms";
  }

  /** Returns the number of attempts, for the end of a message; "" if there was only one. */
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
