package io.github.plutojava;

import io.github.plutojava.internal.http.BaseUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a call is for: what messages call it, and what they advise. One that has no advice is a
 * request of a user's own service, of which only that service's author knows more.
 */
interface Operation {
  /** Such as "could not resume the run with ID 1", to stand at the beginning of a message. */
  String failed();

  /** Whether the library itself knows what the server answers, so that another answer is odd. */
  default boolean isOwn() {
    return false;
  }

  /** Returns what to do after an answer that is an error and means the run, or "". */
  default String advice(ApiError answer) {
    return "";
  }

  /** Returns what else to say when it is not known whether the request arrived. */
  default String again() {
    return "";
  }

  /**
   * Looks whether the answer is the one that was asked for.
   *
   * @param key to be kept out of the message
   */
  default void check(Object body, @Nullable String key) {}

  /** Returns a request of a user's own service. */
  static Operation of(Request request) {
    return () -> request.method() + " " + BaseUrl.withoutQuery(request.url()) + " failed";
  }
}
