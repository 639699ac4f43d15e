package io.github.plutojava.internal.call;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import retrofit2.Call;
import retrofit2.CallAdapter;
import retrofit2.Response;
import retrofit2.Retrofit;

/** Lets a service method return the body itself, or a {@link CompletableFuture} of it. */
public final class PlutoCallAdapterFactory extends CallAdapter.Factory {
  private final CallsInFlight inFlight;

  public PlutoCallAdapterFactory(CallsInFlight inFlight) {
    this.inFlight = inFlight;
  }

  @Override
  public CallAdapter<?, ?> get(Type returnType, Annotation[] annotations, Retrofit retrofit) {
    if (getRawType(returnType) != CompletableFuture.class) {
      return new SyncCallAdapter<>(checkBody(returnType), inFlight);
    }
    if (returnType instanceof ParameterizedType future) {
      return new AsyncCallAdapter<>(checkBody(getParameterUpperBound(0, future)), inFlight);
    }
    throw new IllegalArgumentException(
        "CompletableFuture needs the type of the body: CompletableFuture<Foo>");
  }

  private static Type checkBody(Type type) {
    Class<?> raw = getRawType(type);
    if (raw == Call.class || raw == Response.class) {
      throw new IllegalArgumentException(
          raw.getSimpleName()
              + " would bypass the client's deadline, checks and exceptions: return the body, or"
              + " a CompletableFuture of it");
    }
    if (Future.class.isAssignableFrom(raw) || CompletionStage.class.isAssignableFrom(raw)) {
      throw new IllegalArgumentException(
          raw.getSimpleName()
              + " cannot be a body: for an asynchronous call, return"
              + " CompletableFuture<Foo>");
    }
    return type;
  }
}
