package io.github.plutojava;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Sends a call again as the {@link RetryPolicy} says. */
final class RetryInterceptor implements Interceptor {
  /** A wait that outlasts every deadline. */
  private static final long NEVER = Long.MAX_VALUE;

  private final RetryPolicy policy;
  private final ApiKeySource apiKey;
  private final Timing timing;

  RetryInterceptor(RetryPolicy policy, ApiKeySource apiKey, Timing timing) {
    this.policy = policy;
    this.apiKey = apiKey;
    this.timing = timing;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    CallState call = CallState.of(chain);
    CallState outer = CallState.current(); // A key supplier, say, may make calls of its own.
    CallState.setCurrent(call);
    try {
      return intercept(chain, call);
    } finally {
      CallState.setCurrent(outer);
    }
  }

  private Response intercept(Chain chain, CallState call) throws IOException {
    boolean wasRefused = false;
    for (int retries = 0; ; retries++) {
      if (call.isCanceled()) {
        throw new IOException("Canceled");
      }
      call.setAttempts(retries + 1);
      long wait;
      try {
        Response response = proceed(chain);
        boolean isRefused = response.code() == 401;
        if (isRefused) {
          wait = !wasRefused && mayRetry(call, retries, 0) && hasNewKey(call) ? 0 : NEVER;
        } else {
          wait = waitAfter(response, retries);
        }
        if (!mayRetry(call, retries, wait)) {
          call.setAnswered();
          return response;
        }
        wasRefused |= isRefused;
        response.close();
      } catch (IOException e) {
        wait = isRetried(e) ? backoff(retries) : NEVER;
        if (!mayRetry(call, retries, wait)) {
          throw e;
        }
      }
      pause(call, wait);
    }
  }

  private static Response proceed(Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) { // OkHttp 5's, in Kotlin, while it connects.
        throw interrupted();
      }
      // An interceptor's, of a lent OkHttpClient.
      throw new CarriedException(CarriedException.unchecked(e));
    }
  }

  private boolean mayRetry(CallState call, int retries, long wait) {
    return retries < policy.maxRetries()
        && wait < call.nanosLeft(timing.nanoTime().getAsLong())
        && !call.isCanceled()
        && !Thread.currentThread().isInterrupted();
  }

  private boolean hasNewKey(CallState call) {
    String refused = call.key();
    try {
      return refused != null && !apiKey.get().equals(refused);
    } catch (CarriedException e) {
      return false; // That the key was refused is the more useful answer.
    }
  }

  private long waitAfter(Response response, int retries) {
    switch (response.code()) {
      case 408, 429, 500, 502, 503, 504 -> {
        Duration asked = RetryAfter.of(response, timing.now());
        if (asked == null) {
          return backoff(retries);
        }
        return asked.compareTo(policy.maxRetryAfter()) > 0 ? NEVER : asked.toNanos();
      }
      default -> {
        return NEVER;
      }
    }
  }

  private static boolean isRetried(IOException failure) {
    return !(failure instanceof CarriedException
        || failure instanceof MalformedAnswerException
        || TransportFailures.isDistrust(failure));
  }

  /** Full jitter over a bound that doubles. */
  long backoff(int retries) {
    long bound = policy.baseDelay().toNanos();
    long most = policy.maxDelay().toNanos();
    for (int i = 0; i < retries && bound < most; i++) {
      bound *= 2; // Cannot overflow: both are at most a day.
    }
    return (long) (timing.random().getAsDouble() * Math.min(bound, most));
  }

  private void pause(CallState call, long nanos) throws InterruptedIOException {
    try {
      timing.waiter().await(call, nanos);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
