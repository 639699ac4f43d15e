package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import retrofit2.http.Body;
import retrofit2.http.POST;
import retrofit2.http.Tag;

/** Pluto's service "py", which takes heartbeats. */
interface HeartbeatApi {
  /** Says that the run is alive. */
  @POST("api/runs/trigger")
  RunStatus trigger(@Tag CallOptions options, @Body Beat beat);
}
