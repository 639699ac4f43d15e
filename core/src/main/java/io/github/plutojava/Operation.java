package io.github.plutojava;

import io.github.plutojava.internal.http.BaseUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a call is for: how messages name it, and what they advise besides what {@link ErrorDecoder}
 * advises for any call. {@link CallDefaults} chooses the operation of a request.
 */
interface Operation {
  /** Returns the beginning of a message, such as "could not resume the run with ID 1". */
  String failed();

  /**
   * Returns whether the library knows this endpoint. If it does not understand the answer of such
   * an endpoint, something other than Pluto may have answered.
   */
  default boolean isOwn() {
    return false;
  }

  /** Returns what to do after this error answer from Pluto, or "" if there is no advice. */
  default String advice(ApiError answer) {
    return switch (answer.status()) {
      case 400, 422 -> "The server refuses what was sent: check the method's arguments";
      default -> "";
    };
  }

  /** Returns the name of the setting that may be wrong if the server is not Pluto's. */
  default String address() {
    return "the base URL";
  }

  /** Returns what messages call the time limit of the call, to stand before its value. */
  default String limit() {
    return "the call timeout of ";
  }

  /** Returns what to add if it is not known whether the request arrived, or "". */
  default String again() {
    return "";
  }

  /**
   * Throws an exception if the answer is not the one that was asked for.
   *
   * @param key the API key, which must not appear in the message
   */
  default void check(Object body, @Nullable String key) {}

  /** Returns the operation of a request of a user's own service. */
  static Operation of(Request request) {
    return () -> request.method() + " " + BaseUrl.withoutQuery(request.url()) + " failed";
  }
}
