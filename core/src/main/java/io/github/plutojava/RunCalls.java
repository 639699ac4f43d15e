package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The calls of one open run that carry no points. Each is made once, within its limit. */
final class RunCalls {
  private final RunServices services;
  private final long runId;
  private final String run;
  private volatile @Nullable NotedOutcome statusOutcome;

  RunCalls(RunServices services, ResumedRun run) {
    this.services = services;
    runId = run.runId();
    this.run = Describe.run(run);
  }

  /** Says that the run is alive. Does not hang with the user's supplier of keys. */
  RunStatus beat(Duration limit) {
    Outcome outcome = services.heartbeatOutcome("could not send a heartbeat of " + run, limit);
    CallOptions options = services.promptly(RunServices.once(limit, outcome));
    return services.heartbeats().trigger(options, new Beat(runId));
  }

  /** Reads the status of the run. */
  RunStatus look(Duration limit) {
    return look(lookOptions(limit));
  }

  /** As {@link #look}, but does not hang with the user's supplier of keys. */
  RunStatus lookPromptly(Duration limit) {
    return look(services.promptly(lookOptions(limit)));
  }

  private CallOptions lookOptions(Duration limit) {
    return lookOptions("could not read the status of " + run, limit);
  }

  /** Reads the status of the run, after the server has taken {@code status}. */
  RunStatus lookAfter(RunStatus status, Duration limit) {
    return look(
        lookOptions(
            "set the status " + status + " of " + run + ", but could not read it back", limit));
  }

  private CallOptions lookOptions(String failed, Duration limit) {
    return RunServices.beginning(limit, services.dataOutcome(failed, limit));
  }

  private RunStatus look(CallOptions options) {
    return services.data().details(options, runId);
  }

  /** Asks for a status of the run. One at a time. */
  void setStatus(RunStatus status, @Nullable String metadata, Duration limit) {
    NotedOutcome outcome =
        new NotedOutcome(
            services.dataOutcome("could not set the status " + status + " of " + run, limit));
    statusOutcome = outcome;
    Success unused =
        services
            .data()
            .setStatus(RunServices.once(limit, outcome), new StatusUpdate(runId, status, metadata));
  }

  /** Returns whether the server may have got the last request for a status. */
  boolean mayHaveArrived() {
    NotedOutcome last = statusOutcome;
    return last != null && last.isConnected();
  }

  /**
   * Reads whether the run's last change of status was one to FAILED, and whose.
   *
   * @return null if the server is too old to tell
   */
  @Nullable FailedEvent history(Duration limit) {
    return history("could not read the history of " + run, limit);
  }

  /** As {@link #history(Duration)}, after the server has taken {@code status}. */
  @Nullable FailedEvent historyAfter(RunStatus status, Duration limit) {
    return history(
        "set the status " + status + " of " + run + ", but could not read why it is FAILED", limit);
  }

  private @Nullable FailedEvent history(String failed, Duration limit) {
    Outcome outcome = services.dataOutcome(failed, limit);
    try {
      return services.data().history(RunServices.once(limit, outcome), runId);
    } catch (RunNotFoundException e) {
      throw e;
    } catch (PlutoApiException e) {
      if (e.status() == 404) {
        return null;
      }
      throw e;
    }
  }

  /** Sets the run back to RUNNING. */
  void resume(Duration limit) {
    Outcome outcome = services.dataOutcome("could not resume " + run + " again", limit);
    ResumedRun unused =
        services.data().resume(RunServices.once(limit, outcome), new ResumeTarget.ById(runId));
  }
}
