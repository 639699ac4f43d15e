package io.github.plutojava;

/** The status of a run, as Pluto knows it. */
public enum RunStatus {
  /** The run is under way. */
  RUNNING,
  /** The run ended well. */
  COMPLETED,
  /** The run failed, or the server heard nothing of it for too long. */
  FAILED,
  /** The run was ended from outside. */
  TERMINATED,
  /** The run was cancelled in the UI. */
  CANCELLED,
  /** The status is not known: it could not be read, or it is newer than this library. */
  UNKNOWN;

  /** Returns the status that the server calls so. */
  static RunStatus of(String words) {
    for (RunStatus status : values()) {
      if (status.name().equals(words)) {
        return status;
      }
    }
    return UNKNOWN;
  }
}
