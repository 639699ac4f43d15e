package io.github.plutojava;

import io.github.plutojava.internal.wire.DisplayIds;
import io.github.plutojava.internal.wire.Names;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The run to resume, named by exactly one of its three identifiers. The server reads every instance
 * as it was meant: what the server would misread is refused with an {@link
 * IllegalArgumentException} when you make the target.
 *
 * <p>The interface is sealed. Pluto knows these three identifiers. If it learns a fourth, a minor
 * version of this library adds a record for it, so a {@code switch} over targets should have a
 * default.
 */
public sealed interface ResumeTarget extends Serializable {
  /**
   * Names the run with this numeric ID.
   *
   * @param runId from 1 to 9007199254740991 (2<sup>53</sup> − 1)
   * @return the target
   * @throws IllegalArgumentException if {@code runId} is out of range
   */
  static ById byId(long runId) {
    return new ById(runId);
  }

  /**
   * Names the run with this display ID, in whichever project it is. If several projects have a run
   * with this display ID, the call fails with an {@link AmbiguousRunException}. In that case, name
   * the project with {@link ByDisplayId#inProject(String) inProject}.
   *
   * @param displayId such as {@code MMP-1}; see {@link ByDisplayId}
   * @return the target, which can still be narrowed to a project
   * @throws IllegalArgumentException if the server would not accept {@code displayId}
   */
  static ByDisplayId byDisplayId(String displayId) {
    return new ByDisplayId(displayId, null);
  }

  /**
   * Begins to name the run with this external ID, which is the ID that its creator gave it. An
   * external ID is unique only within a project, so the result is not a target yet: {@link
   * ExternalId#inProject(String) inProject} makes it one.
   *
   * @param externalId see {@link ByExternalId}
   * @return the external ID, which still lacks its project
   * @throws IllegalArgumentException if the server would not accept {@code externalId}
   */
  static ExternalId byExternalId(String externalId) {
    return new ExternalId(externalId);
  }

  /**
   * A run named by its numeric ID, which is unique on the server.
   *
   * @param runId from 1 to 9007199254740991 (2<sup>53</sup> − 1): the server reads it as a
   *     JavaScript number, and would mistake a larger one for the ID of another run
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // Records may have it, too.
  record ById(long runId) implements ResumeTarget {
    private static final long serialVersionUID = 1L;

    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /**
     * Makes a target, as {@link ResumeTarget#byId} does.
     *
     * @param runId from 1 to 9007199254740991
     * @throws IllegalArgumentException if {@code runId} is out of range
     */
    public ById {
      if (runId < 1 || runId > MAX_SAFE_INTEGER) {
        throw new IllegalArgumentException(
            "runId " + runId + " is out of range: run IDs go from 1 to " + MAX_SAFE_INTEGER);
      }
    }
  }

  /**
   * A run named by its display ID and, if several projects have such a run, by its project.
   *
   * @param displayId ASCII letters and digits, a hyphen, and a number of at most 2147483647. The
   *     server ignores the case of the letters and the leading zeros of the number: it reads {@code
   *     mmp-0001} as {@code MMP-1}
   * @param projectName not empty, without NUL or unpaired surrogates; null for any project. Servers
   *     before July 2026 ignored it; a call notices that if they resumed another run ({@link
   *     RunMismatchException})
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // Records may have it, too.
  record ByDisplayId(String displayId, @Nullable String projectName) implements ResumeTarget {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a target, as {@link ResumeTarget#byDisplayId(String) byDisplayId} and {@link #inProject
     * inProject} do.
     *
     * @param displayId the display ID
     * @param projectName the name of its project; null for any project
     * @throws IllegalArgumentException if the server would not accept one of them
     */
    public ByDisplayId {
      DisplayIds.check(displayId);
      if (projectName != null) {
        Names.check("projectName", projectName);
      }
    }

    /**
     * Names the run with the same display ID in this project.
     *
     * @param projectName not empty, without NUL or unpaired surrogates
     * @return the target
     * @throws IllegalArgumentException if the server would not accept {@code projectName}
     */
    public ByDisplayId inProject(String projectName) {
      return new ByDisplayId(displayId, Names.check("projectName", projectName));
    }
  }

  /**
   * A run named by its external ID and by its project. The server compares external IDs byte for
   * byte: case matters, and so does the Unicode normalization form.
   *
   * @param externalId not empty, without NUL or unpaired surrogates
   * @param projectName not empty, without NUL or unpaired surrogates
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // Records may have it, too.
  record ByExternalId(String externalId, String projectName) implements ResumeTarget {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a target, as {@link ResumeTarget#byExternalId(String) byExternalId} and {@link
     * ExternalId#inProject(String) inProject} do.
     *
     * @param externalId the external ID
     * @param projectName the name of its project
     * @throws IllegalArgumentException if the server would not accept one of them
     */
    public ByExternalId {
      Names.check("externalId", externalId);
      Names.check("projectName", projectName);
    }
  }

  /**
   * An external ID that still lacks its project; see {@link ResumeTarget#byExternalId(String)
   * byExternalId}.
   */
  final class ExternalId {
    private final String externalId;

    private ExternalId(String externalId) {
      this.externalId = Names.check("externalId", externalId);
    }

    /**
     * Names the run with this external ID in this project.
     *
     * @param projectName not empty, without NUL or unpaired surrogates
     * @return the target
     * @throws IllegalArgumentException if the server would not accept {@code projectName}
     */
    public ByExternalId inProject(String projectName) {
      return new ByExternalId(externalId, projectName);
    }

    /** {@return a text for logs, with the external ID} */
    @Override
    public String toString() {
      return "ExternalId[externalId=" + externalId + "]";
    }
  }
}
