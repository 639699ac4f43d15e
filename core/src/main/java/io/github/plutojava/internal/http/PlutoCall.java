package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.net.HttpSocket;
import io.github.plutojava.internal.net.HttpSocketFactory;
import io.github.plutojava.internal.net.OkHttpVersion;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The call that a service method makes. It consists of one or more attempts, each of which is an
 * OkHttp call. Between attempts, it holds neither a connection nor a place among OkHttp's calls. If
 * it is asynchronous, it holds no thread either.
 */
final class PlutoCall implements Call {
  private final Transport transport;
  private final Request request;
  private final CallState state;

  /** The client of the last attempt. */
  private volatile @Nullable OkHttpClient client;

  PlutoCall(Transport transport, Request request, CallOptions options) {
    this.transport = transport;
    state = CallState.before(request, options);
    this.request = transport.tag(request, state);
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public Response execute() throws IOException {
    while (true) {
      long wait;
      try {
        Response response = beginAttempt().execute();
        wait = transport.retries().waitAfter(response, state);
        if (wait == Retries.NEVER) {
          state.setAnswered();
          return response;
        }
        response.close();
      } catch (IOException e) {
        wait = waitAfter(e);
        if (wait == Retries.NEVER) {
          throw e;
        }
      }
      try {
        transport.timing().waiter().await(state, wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }

  @Override
  public void enqueue(Callback callback) {
    if (transport.isReady(request.url())) {
      attempt(callback);
    } else {
      transport.beginnings().execute(() -> attempt(callback));
    }
  }

  private void attempt(Callback callback) {
    try {
      beginAttempt()
          .enqueue(
              new Callback() {
                @Override
                public void onResponse(Call attempt, Response response) {
                  afterResponse(response, callback);
                }

                @Override
                public void onFailure(Call attempt, IOException failure) {
                  afterFailure(failure, callback);
                }
              });
    } catch (Throwable e) { // An EventListener threw, or there is no trust store.
      afterFailure(asIOException(e), callback);
    }
  }

  private void afterResponse(Response response, Callback callback) {
    try {
      long wait = transport.retries().waitAfter(response, state);
      if (wait == Retries.NEVER) {
        state.setAnswered();
        callback.onResponse(this, response);
      } else {
        response.close();
        goOnAfter(wait, callback);
      }
    } catch (Throwable e) { // From a key supplier, or an Error that Retrofit passes on.
      callback.onFailure(this, asIOException(e));
    }
  }

  private void afterFailure(IOException failure, Callback callback) {
    try {
      long wait = waitAfter(failure);
      if (wait == Retries.NEVER) {
        callback.onFailure(this, failure);
      } else {
        goOnAfter(wait, callback);
      }
    } catch (Throwable e) { // The client was closed, and so the timer refused.
      callback.onFailure(this, failure);
    }
  }

  private void goOnAfter(long wait, Callback callback) {
    // Not on the timer's thread: a user's dispatcher may make the call at once.
    Runnable next = () -> transport.beginnings().execute(() -> attempt(callback));
    state.setRetry(transport.timing().waiter().schedule(transport.timer(), wait, next));
  }

  private static IOException asIOException(Throwable e) {
    return e instanceof IOException io ? io : new CarriedException(e);
  }

  private Call beginAttempt() throws IOException {
    if (state.isCanceled()) {
      throw new IOException("Canceled");
    }
    OkHttpClient client = transport.client(request.url());
    this.client = client;
    Call attempt = client.newCall(request);
    state.setProxy(client.proxy());
    state.setAttempt(attempt);
    return attempt;
  }

  private long waitAfter(IOException failure) {
    OkHttpClient client = this.client;
    if (client != null) {
      forgetUnusedConnection(client);
    }
    return transport.retries().waitAfter(failure, state);
  }

  /**
   * Drops all idle connections, since the attempt may have left one unused. OkHttp 3.14 keeps a
   * connection that was closed before its first exchange ended well. Unless its socket is an {@link
   * HttpSocket}, the next call that takes it would try to use it again and again.
   */
  private void forgetUnusedConnection(OkHttpClient client) {
    Proxy proxy = state.proxy();
    if (OkHttpVersion.IS_3
        && (!(client.socketFactory() instanceof HttpSocketFactory)
            || (proxy != null && proxy.type() == Proxy.Type.SOCKS))) {
      client.connectionPool().evictAll();
    }
  }

  @Override
  public void cancel() {
    state.cancel();
  }

  @Override
  public boolean isExecuted() {
    return state.tries() > 0;
  }

  @Override
  public boolean isCanceled() {
    return state.isCanceled();
  }

  @Override
  public Timeout timeout() {
    return Timeout.NONE; // CallsInFlight keeps the deadline.
  }

  @Override
  @SuppressWarnings("CloneDoesntCallSuperClone") // The clone has a state of its own.
  public Call clone() {
    return new PlutoCall(transport, request, state.options());
  }
}
