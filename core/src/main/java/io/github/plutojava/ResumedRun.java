package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A run that the server has set back to RUNNING.
 *
 * @param runId the server's numeric ID of the run
 * @param number the number of the run within its project, from 1; null if the run has none
 * @param displayId the ID that people use, such as {@code MMP-1}; null if the run has no number or
 *     its project has no prefix. The server also gives out display IDs that it does not accept,
 *     such as {@code 項日本-1}: to resume such a run again, use {@link ResumeTarget#byId}
 * @param projectName the name of the run's project
 * @param organizationSlug the short name of the organization, as it appears in {@code url}
 * @param url the address of the run's page, for a browser
 * @param resumed always true: if an answer says otherwise, the call fails with a {@link
 *     PlutoResponseException}
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // Records may have it, too.
public record ResumedRun(
    long runId,
    @Nullable Long number,
    @Nullable String displayId,
    String projectName,
    String organizationSlug,
    String url,
    boolean resumed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Makes a run; public for fakes in tests.
   *
   * @param runId its numeric ID
   * @param number its number within the project, or null
   * @param displayId its display ID, or null
   * @param projectName its project's name
   * @param organizationSlug the short name of its organization
   * @param url the address of its page
   * @param resumed whether it was resumed
   */
  public ResumedRun {
    requireNonNull(projectName, "projectName");
    requireNonNull(organizationSlug, "organizationSlug");
    requireNonNull(url, "url");
  }
}
