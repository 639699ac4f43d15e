package io.github.plutojava.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.Header;
import retrofit2.http.POST;

/** What users would write on the same libraries: Retrofit, its Jackson converter, all defaults. */
final class PlainContender implements Contender.Async {
  interface Runs {
    @POST("api/runs/resume")
    Call<Run> resume(@Header("Authorization") String authorization, @Body Target target);
  }

  record Target(String displayId) {}

  private final Runs runs;

  PlainContender(String baseUrl) {
    runs =
        new Retrofit.Builder()
            .baseUrl(baseUrl)
            .addConverterFactory(JacksonConverterFactory.create())
            .build()
            .create(Runs.class);
  }

  private Call<Run> call() {
    return runs.resume("Bearer ".concat(API_KEY), new Target(DISPLAY_ID));
  }

  private static Run run(Response<Run> response) throws IOException {
    if (!response.isSuccessful()) {
      throw new IOException("status " + response.code());
    }
    return response.body();
  }

  @Override
  public String resume() throws IOException {
    return run(call().execute()).displayId();
  }

  @Override
  public CompletableFuture<?> resumeAsync() {
    CompletableFuture<Run> future = new CompletableFuture<>();
    call()
        .enqueue(
            new Callback<Run>() {
              @Override
              public void onResponse(Call<Run> call, Response<Run> response) {
                try {
                  future.complete(run(response));
                } catch (IOException e) {
                  future.completeExceptionally(e);
                }
              }

              @Override
              public void onFailure(Call<Run> call, Throwable failure) {
                future.completeExceptionally(failure);
              }
            });
    return future;
  }
}
