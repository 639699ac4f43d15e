package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.net.ProxyChoice;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The outermost interceptor of an attempt. It makes the call known to its thread, and lets whatever
 * inner interceptors throw reach the caller. OkHttp handles only IOExceptions: in an asynchronous
 * call, anything else ends a thread (on Android, the app) and leaves the future incomplete.
 */
final class AttemptInterceptor implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    CallState call = CallState.of(chain);
    CallState outer = CallState.current(); // A key supplier may make calls of its own.
    CallState.setCurrent(call);
    try {
      if (call.isCanceled()) {
        throw new IOException("Canceled");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted"); // Else OkHttp drops all idle connections.
      }
      call.beginAttempt();
      return chain.proceed(chain.request());
    } catch (IOException e) {
      throw e;
    } catch (ProxyChoice.FailedException e) {
      throw new IOException(e.getMessage(), e);
    } catch (Throwable e) {
      if (e instanceof InterruptedException) { // OkHttp 5 throws it while it connects.
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      throw new CarriedException(e);
    } finally {
      CallState.setCurrent(outer);
    }
  }
}
