package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Tag;

/** What Pluto's API takes and tells of a run besides its resume. */
interface RunDataApi {
  /** Registers names of metrics: without it, a metric is missing from the run's page. */
  @POST("api/runs/logName/add")
  Success addNames(@Tag CallOptions options, @Body NewNames names);

  /** Sets the status. The server reports success even if it ignores that. */
  @POST("api/runs/status/update")
  Success setStatus(@Tag CallOptions options, @Body StatusUpdate update);

  /** Tells the status. */
  @GET("api/runs/details/{runId}")
  RunStatus details(@Tag CallOptions options, @Path("runId") long runId);

  /** Tells who changed the status. Older servers have no such path. */
  @GET("api/runs/status/history")
  FailedEvent history(@Tag CallOptions options, @Query("runId") long runId);

  /** Sets the run back to RUNNING, as {@link RunsApi#resume} does. */
  @POST("api/runs/resume")
  ResumedRun resume(@Tag CallOptions options, @Body ResumeTarget target);
}
