package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.RetryLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Invocation;

/** Gives the options of a call: those that the call brings, else those of the client's settings. */
final class CallDefaults implements Function<Request, CallOptions> {
  private final HttpUrl baseUrl;
  private final Duration timeout;
  private final RetryLimits retries;
  private final Supplier<Instant> now;

  CallDefaults(HttpUrl baseUrl, Duration timeout, RetryLimits retries, Supplier<Instant> now) {
    this.baseUrl = baseUrl;
    this.timeout = timeout;
    this.retries = retries;
    this.now = now;
  }

  @Override
  public CallOptions apply(Request request) {
    CallOptions own = request.tag(CallOptions.class);
    if (own != null) {
      return own;
    }
    Invocation invocation = request.tag(Invocation.class);
    ResumeTarget target = target(request, invocation);
    Operation operation = target == null ? Operation.of(request) : new ResumeOperation(target);
    return new CallOptions(
        timeout.toNanos(),
        retries,
        isIdempotent(request.method(), invocation),
        CallOptions.DEFAULT_MAX_ANSWER_BYTES,
        false,
        false,
        null,
        new CallOutcome(operation, baseUrl, timeout, now));
  }

  /**
   * Returns the run to resume, or null if the request is for something else. A service of the
   * user's own can resume runs, too, and can send a target to another path.
   */
  private static @Nullable ResumeTarget target(Request request, @Nullable Invocation invocation) {
    if (invocation != null && request.url().encodedPath().endsWith("/api/runs/resume")) {
      for (Object argument : invocation.arguments()) {
        if (argument instanceof ResumeTarget target) {
          return target;
        }
      }
    }
    return null;
  }

  /**
   * Returns whether the HTTP method is idempotent (RFC 9110, section 9.2.2) or the service method
   * says so.
   */
  private static boolean isIdempotent(String method, @Nullable Invocation invocation) {
    return switch (method) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> true;
      default -> invocation != null && invocation.method().isAnnotationPresent(Idempotent.class);
    };
  }
}
