package io.github.plutojava;

import java.util.function.Predicate;
import okhttp3.Request;
import retrofit2.Invocation;

/** Tells which requests may be sent again when they may have arrived. */
final class IdempotentRequests implements Predicate<Request> {
  @Override
  public boolean test(Request request) {
    return switch (request.method()) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> true;
      default -> {
        Invocation invocation = request.tag(Invocation.class);
        yield invocation != null && invocation.method().isAnnotationPresent(Idempotent.class);
      }
    };
  }
}
