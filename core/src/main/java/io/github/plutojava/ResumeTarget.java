package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.wire.DisplayIds;
import io.github.plutojava.internal.wire.Names;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The run to resume, named by exactly one of its three identifiers. Every instance is one that the
 * server reads as it was meant: what it would misread is refused with an {@link
 * IllegalArgumentException} when the target is made.
 *
 * <p>The interface is sealed. Pluto knows these three identifiers; should it learn a fourth, a
 * permitted record is added in a minor version, so a {@code switch} over targets wants a default.
 */
public sealed interface ResumeTarget extends Serializable {
  /**
   * The run with this numeric ID.
   *
   * @param runId from 1 to 9007199254740991 (2<sup>53</sup> − 1)
   * @return the target
   * @throws IllegalArgumentException if {@code runId} is out of range
   */
  static ById byId(long runId) {
    return new ById(runId);
  }

  /**
   * The run with this display ID, in whichever project. If several projects' display IDs collide,
   * the server answers with an {@link AmbiguousRunException}: then say {@link
   * ByDisplayId#inProject(String) inProject}.
   *
   * @param displayId such as {@code MMP-1}; see {@link ByDisplayId}
   * @return the target, which can still be narrowed to a project
   * @throws IllegalArgumentException if {@code displayId} is not one that the server takes
   */
  static ByDisplayId byDisplayId(String displayId) {
    return new ByDisplayId(displayId, null);
  }

  /**
   * The first half of the target for a run with an external ID, the one its creator gave it. An
   * external ID is unique only within a project, so this is no target yet: {@link
   * ExternalId#inProject(String) inProject} makes it one.
   *
   * @param externalId see {@link ByExternalId}
   * @return the external ID, for which only the project is missing
   * @throws IllegalArgumentException if {@code externalId} is not one that the server takes
   */
  static ExternalId byExternalId(String externalId) {
    return new ExternalId(externalId);
  }

  /**
   * A run named by its numeric ID, which is unique on the server.
   *
   * @param runId from 1 to 9007199254740991 (2<sup>53</sup> − 1): the server reads it as a
   *     JavaScript number, and would take a larger one for that of another run
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is one of records, too.
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
   * A run named by its display ID and, where projects' display IDs collide, its project.
   *
   * @param displayId ASCII letters and digits, a hyphen, and a number of at most 2147483647. The
   *     server ignores the letters' case and the number's leading zeros: it takes {@code mmp-0001}
   *     for {@code MMP-1}
   * @param projectName not empty, without NUL or unpaired surrogates; null for any project. Servers
   *     before July 2026 ignored it, which a call notices ({@link RunMismatchException})
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is one of records, too.
  record ByDisplayId(String displayId, @Nullable String projectName) implements ResumeTarget {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a target, as {@link ResumeTarget#byDisplayId(String) byDisplayId} and {@link #inProject
     * inProject} do.
     *
     * @param displayId one that the server takes
     * @param projectName null for any project
     * @throws IllegalArgumentException if one of them is not one that the server takes
     */
    public ByDisplayId {
      DisplayIds.check(displayId);
      if (projectName != null) {
        Names.check("projectName", projectName);
      }
    }

    /**
     * The same display ID, in this project only.
     *
     * @param projectName not empty, without NUL or unpaired surrogates
     * @return the target
     * @throws IllegalArgumentException if {@code projectName} is not one that the server takes
     */
    public ByDisplayId inProject(String projectName) {
      return new ByDisplayId(displayId, requireNonNull(projectName, "projectName"));
    }
  }

  /**
   * A run named by its external ID and its project. The server compares external IDs byte for byte:
   * case matters, and so does the Unicode normalization form.
   *
   * @param externalId not empty, without NUL or unpaired surrogates
   * @param projectName not empty, without NUL or unpaired surrogates
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // It is one of records, too.
  record ByExternalId(String externalId, String projectName) implements ResumeTarget {
    private static final long serialVersionUID = 1L;

    /**
     * Makes a target, as {@link ResumeTarget#byExternalId(String) byExternalId} and {@link
     * ExternalId#inProject(String) inProject} do.
     *
     * @param externalId one that the server takes
     * @param projectName the project's name
     * @throws IllegalArgumentException if one of them is not one that the server takes
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
     * The run with this external ID in this project.
     *
     * @param projectName not empty, without NUL or unpaired surrogates
     * @return the target
     * @throws IllegalArgumentException if {@code projectName} is not one that the server takes
     */
    public ByExternalId inProject(String projectName) {
      return new ByExternalId(externalId, projectName);
    }

    /** {@return the external ID, in words for a log} */
    @Override
    public String toString() {
      return "ExternalId[externalId=" + externalId + "]";
    }
  }
}
