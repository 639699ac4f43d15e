package io.github.plutojava.internal.call;

import java.lang.reflect.Type;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.CallAdapter;

/** Makes a call on the caller's thread. */
final class SyncCallAdapter<T> implements CallAdapter<T, @Nullable T> {
  private final Type bodyType;
  private final CallsInFlight inFlight;

  SyncCallAdapter(Type bodyType, CallsInFlight inFlight) {
    this.bodyType = bodyType;
    this.inFlight = inFlight;
  }

  @Override
  public Type responseType() {
    return bodyType;
  }

  @Override
  public @Nullable T adapt(Call<T> call) {
    Request request = call.request();
    CallState state = CallState.of(request);
    Outcome outcome = state.options().outcome();
    state.setCaller(Thread.currentThread());
    outcome.begins(state);
    inFlight.add(state, CallsInFlight.NOTHING);
    try {
      return outcome.body(request, call.execute(), state, bodyType != Void.class);
    } catch (Exception e) {
      Throwable failure = outcome.failure(e, request, state);
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    } finally {
      inFlight.remove(state);
    }
  }
}
