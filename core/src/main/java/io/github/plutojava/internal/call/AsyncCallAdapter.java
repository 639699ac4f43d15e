package io.github.plutojava.internal.call;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import retrofit2.Call;
import retrofit2.CallAdapter;
import retrofit2.Callback;
import retrofit2.Response;

/** Makes a call on OkHttp's threads. */
final class AsyncCallAdapter<T> implements CallAdapter<T, CompletableFuture<T>> {
  private final Type bodyType;
  private final CallsInFlight inFlight;

  AsyncCallAdapter(Type bodyType, CallsInFlight inFlight) {
    this.bodyType = bodyType;
    this.inFlight = inFlight;
  }

  @Override
  public Type responseType() {
    return bodyType;
  }

  @Override
  public CompletableFuture<T> adapt(Call<T> call) {
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      begin(call, future);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException | Error e) { // The client is closed, or a converter failed.
      future.completeExceptionally(e);
    }
    return future;
  }

  private void begin(Call<T> call, CompletableFuture<T> future) {
    Request request = call.request();
    CallState state = CallState.of(request);
    Outcome outcome = state.options().outcome();
    outcome.begins(state);
    // While a call waits in OkHttp's queue, it does not notice a cancel: end it here.
    inFlight.add(
        state,
        () ->
            future.completeExceptionally(
                outcome.failure(new IOException("Canceled"), request, state)));
    CompletableFuture<T> unused =
        future.whenComplete(
            (body, failure) -> {
              if (inFlight.remove(state)) { // The caller ended the future, not the client.
                state.cancel();
              }
            });
    call.enqueue(
        new Callback<T>() {
          @Override
          public void onResponse(Call<T> call, Response<T> response) {
            try {
              T body = outcome.body(request, response, state, bodyType != Void.class);
              inFlight.remove(state);
              future.complete(body);
            } catch (IOException | RuntimeException | Error e) {
              onFailure(call, e);
            }
          }

          @Override
          public void onFailure(Call<T> call, Throwable failure) {
            Throwable described = outcome.failure(failure, request, state);
            inFlight.remove(state);
            future.completeExceptionally(described);
          }
        });
  }
}
