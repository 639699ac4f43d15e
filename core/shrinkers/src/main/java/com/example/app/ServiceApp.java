package com.example.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.plutojava.PlutoClient;
import java.util.concurrent.CompletableFuture;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;

/** A user's app with a service of its own, as a shrinker sees it. */
public final class ServiceApp {
  private ServiceApp() {}

  /** What the service reads. */
  public static final class Details {
    @JsonProperty public long id;
    @JsonProperty public String name = "";
  }

  /** What the service writes. */
  public record Metric(@JsonProperty("name") String name, @JsonProperty("value") double value) {}

  /** The service. */
  public interface Runs {
    @GET("api/runs/details/{id}")
    Details details(@Path("id") long id);

    @GET("api/runs/details/{id}")
    CompletableFuture<Details> detailsAsync(@Path("id") long id);

    @POST("api/runs/{id}/metrics")
    Metric log(@Path("id") long id, @Body Metric metric);
  }

  /**
   * Calls each method.
   *
   * @param args the server's address
   */
  public static void main(String[] args) {
    try (PlutoClient pluto = PlutoClient.builder().apiKey("mlps_key").baseUrl(args[0]).build()) {
      Runs runs = pluto.create(Runs.class);
      Details details = runs.details(7);
      System.out.println(details.id + " " + details.name);
      details = runs.detailsAsync(8).join();
      System.out.println(details.id + " " + details.name);
      Metric metric = runs.log(7, new Metric("loss", 0.5));
      System.out.println(metric.name() + " " + metric.value());
    }
  }
}
