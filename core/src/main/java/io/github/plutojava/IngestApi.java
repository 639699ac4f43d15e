package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.delivery.Body;
import org.jspecify.annotations.Nullable;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Tag;

/** Pluto's ingest service, which takes points. */
interface IngestApi {
  /**
   * Sends lines of points. Both headers are taken on trust: points of a run or project that does
   * not exist are accepted and lost.
   *
   * @return what the server says it took; null if it says nothing
   */
  @POST("ingest/metrics")
  @Nullable Ingested metrics(
      @Tag CallOptions options,
      @Header("X-Run-Id") long runId,
      @Header("X-Project-Name") String projectName,
      @retrofit2.http.Body Body lines);
}
