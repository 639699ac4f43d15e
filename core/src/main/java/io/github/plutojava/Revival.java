package io.github.plutojava;

import java.time.Duration;

/**
 * Resumes one run again that the server has marked FAILED since it had heard nothing of it for too
 * long, as after an outage: once for each time.
 */
final class Revival {
  private static final Duration HISTORY_LIMIT = Duration.ofSeconds(5);

  /** A locked row takes the server 25 seconds. */
  private static final Duration RESUME_LIMIT = Duration.ofSeconds(30);

  /** The event of a server that tells none. */
  private static final String UNTOLD = "untold";

  private final RunCalls calls;
  private final String run;
  private final ProblemTeller teller;

  /** The event for which the run was resumed last. */
  private String revived = "";

  private boolean isUnderWay;
  private boolean isOutcomeUnknown;
  private boolean isEnded;

  Revival(RunCalls calls, ResumedRun run, ProblemTeller teller) {
    this.calls = calls;
    this.run = Describe.run(run);
    this.teller = teller;
  }

  /** Resumes the run if the monitor has marked it FAILED, and it was not resumed for that yet. */
  void reviveIfByMonitor() {
    FailedEvent event = calls.history(HISTORY_LIMIT);
    if (event != null && !event.isByMonitor()) {
      return;
    }
    String id = event == null ? UNTOLD : event.id();
    synchronized (this) {
      if (isEnded || isUnderWay || id.equals(revived)) {
        return;
      }
      isUnderWay = true;
    }
    boolean isDone = false;
    try {
      resume(RESUME_LIMIT);
      isDone = true;
    } finally {
      synchronized (this) {
        isUnderWay = false;
        if (isDone) { // Else the next heartbeat tries again.
          revived = id;
        }
        notifyAll();
      }
    }
    teller.tell(
        new PlutoResponseException(
            "the server had marked "
                + run
                + " FAILED, since it had heard nothing of it for too long: the run was resumed"
                + " again"));
  }

  /** Begins no resume from now on. */
  synchronized void end() {
    isEnded = true;
  }

  /** Takes {@link #end} back. */
  synchronized void goOn() {
    isEnded = false;
  }

  /**
   * Waits for a resume that is under way, and returns whether the server may still execute one: it
   * would set the run RUNNING after its end, unless one more is made before.
   */
  synchronized boolean isUnsettled(Deadline deadline) throws InterruptedException {
    while (isUnderWay && !deadline.isOver()) {
      deadline.waitOn(this);
    }
    return isUnderWay || isOutcomeUnknown;
  }

  /** Resumes the run. */
  void resume(Duration limit) {
    boolean isUnknown = true;
    try {
      calls.resume(limit);
      isUnknown = false;
    } catch (PlutoApiException e) {
      isUnknown = isOutcomeUnknown() || e.status() / 100 != 4;
      throw e;
    } finally {
      synchronized (this) {
        isOutcomeUnknown = isUnknown;
      }
    }
  }

  private synchronized boolean isOutcomeUnknown() {
    return isOutcomeUnknown;
  }
}
