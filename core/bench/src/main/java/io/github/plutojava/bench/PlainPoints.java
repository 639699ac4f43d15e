package io.github.plutojava.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.POST;

/** What users would write on the same libraries: Retrofit, its Jackson converter, lists of maps. */
final class PlainPoints implements PointContender {
  static final String PATH = "/plain/points";

  interface Points {
    @POST(PATH)
    Call<Map<String, Object>> log(
        @Header("Authorization") String authorization, @Body List<Map<String, Object>> points);
  }

  private final int mostPoints;
  private final Points service;

  /**
   * Makes one.
   *
   * @param mostPoints of a call
   */
  PlainPoints(String baseUrl, int mostPoints) {
    this.mostPoints = mostPoints;
    service =
        new Retrofit.Builder()
            .baseUrl(baseUrl)
            .addConverterFactory(JacksonConverterFactory.create())
            .build()
            .create(Points.class);
  }

  @Override
  public void deliver(int steps) throws IOException {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int metric = 0; metric < Workload.METRICS; metric++) {
        points.add(
            Map.of(
                "time",
                System.currentTimeMillis(),
                "step",
                step,
                "name",
                Workload.name(metric),
                "value",
                Workload.value(step, metric)));
        if (points.size() == mostPoints) {
          post(points);
          points = new ArrayList<>();
        }
      }
    }
    if (!points.isEmpty()) {
      post(points);
    }
  }

  private void post(List<Map<String, Object>> points) throws IOException {
    Response<?> response = service.log("Bearer ".concat(Contender.API_KEY), points).execute();
    if (!response.isSuccessful()) {
      throw new IOException("status " + response.code());
    }
  }
}
