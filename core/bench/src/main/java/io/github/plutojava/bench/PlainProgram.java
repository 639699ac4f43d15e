package io.github.plutojava.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;

/** The program by hand, with Retrofit and databind: the same requests, one after another. */
final class PlainProgram {
  private static final String AUTHORIZATION = "Bearer ".concat(Contender.API_KEY);

  interface Pluto {
    @POST("api/runs/resume")
    Call<Run> resume(
        @Header("Authorization") String authorization, @Body Map<String, Object> target);

    @POST("ingest/metrics")
    Call<ResponseBody> log(
        @Header("Authorization") String authorization,
        @Header("X-Run-Id") long runId,
        @Header("X-Project-Name") String projectName,
        @Body RequestBody lines);

    @POST("api/runs/logName/add")
    Call<JsonNode> addNames(
        @Header("Authorization") String authorization, @Body Map<String, Object> names);

    @POST("api/runs/status/update")
    Call<JsonNode> setStatus(
        @Header("Authorization") String authorization, @Body Map<String, Object> status);

    @GET("api/runs/details/{runId}")
    Call<JsonNode> details(
        @Header("Authorization") String authorization, @Path("runId") long runId);
  }

  private PlainProgram() {}

  static String run(String url) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Pluto pluto =
        new Retrofit.Builder()
            .baseUrl(url)
            .addConverterFactory(JacksonConverterFactory.create(mapper))
            .build()
            .create(Pluto.class);
    Run run = body(pluto.resume(AUTHORIZATION, Map.of("displayId", Contender.DISPLAY_ID)));
    Map<String, Double> data = new LinkedHashMap<>();
    for (int metric = 0; metric < Workload.METRICS; metric++) {
      data.put(Workload.name(metric), Workload.value(1, metric));
    }
    Map<String, Object> line = Map.of("time", System.currentTimeMillis(), "step", 1, "data", data);
    RequestBody lines =
        RequestBody.create(
            MediaType.get("application/x-ndjson"), mapper.writeValueAsString(line).concat("\n"));
    body(pluto.log(AUTHORIZATION, run.runId(), run.projectName(), lines)).close();
    body(
        pluto.addNames(
            AUTHORIZATION,
            Map.of("runId", run.runId(), "logName", data.keySet(), "logType", "METRIC")));
    body(pluto.setStatus(AUTHORIZATION, Map.of("runId", run.runId(), "status", "COMPLETED")));
    return body(pluto.details(AUTHORIZATION, run.runId())).get("status").asText();
  }

  private static <T> T body(Call<T> call) throws IOException {
    Response<T> response = call.execute();
    if (!response.isSuccessful()) {
      throw new IOException("status " + response.code());
    }
    return response.body();
  }
}
