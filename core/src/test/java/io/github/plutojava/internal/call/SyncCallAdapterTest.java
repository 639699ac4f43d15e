package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.PlutoTransportException;
import io.github.plutojava.testing.CallStates;
import java.io.IOException;
import okhttp3.Request;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/** A synchronous call that has ended is forgotten, however it ended. */
class SyncCallAdapterTest {
  private final CallsInFlight inFlight = new CallsInFlight(System::nanoTime);
  private final SyncCallAdapter<Void> adapter = new SyncCallAdapter<>(Void.class, inFlight);

  @Test
  void afterItsAnswer() {
    CallState state = CallStates.of(new BodyOrFailure());
    adapter.adapt(new FakeCall(state, false));
    assertFalse(inFlight.remove(state));
  }

  @Test
  void afterAFailure() {
    CallState state = CallStates.of(new BodyOrFailure());
    assertThrows(PlutoTransportException.class, () -> adapter.adapt(new FakeCall(state, true)));
    assertFalse(inFlight.remove(state));
  }

  private static final class BodyOrFailure implements Outcome {
    @Override
    public <T> @Nullable T body(
        Request request, Response<T> response, CallState call, boolean isRequired) {
      return response.body();
    }

    @Override
    public Throwable failure(Throwable failure, Request request, CallState call) {
      return new PlutoTransportException(
          "" + failure.getMessage(), (IOException) failure, false, call.attempts());
    }
  }

  private record FakeCall(CallState state, boolean fails) implements Call<Void> {
    @Override
    public Response<Void> execute() throws IOException {
      if (fails) {
        throw new IOException("broken");
      }
      return Response.success(null);
    }

    @Override
    public void enqueue(Callback<Void> callback) {
      throw new AssertionError("not synchronous");
    }

    @Override
    public boolean isExecuted() {
      return false;
    }

    @Override
    public void cancel() {}

    @Override
    public boolean isCanceled() {
      return false;
    }

    @Override
    public Call<Void> clone() {
      return this;
    }

    @Override
    public Request request() {
      return new Request.Builder().url("http://localhost/").tag(CallState.class, state).build();
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }
  }
}
