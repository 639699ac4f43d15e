package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.Attempt;
import io.github.plutojava.internal.call.CallState;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request again on its own, so that {@link Retries} alone decides. Also
 * keeps the connection from serving another call unless this exchange ended well.
 *
 * <p>OkHttp repeats a request whose connection broke, and one that is answered with 408, or with
 * 503 and {@code Retry-After: 0}. It fails on a 503 whose {@code Retry-After} is larger than an
 * int, and on a 407 that no proxy sent. {@code retryOnConnectionFailure(false)} would stop only the
 * first two repetitions, and would also keep OkHttp from trying a host's next address. So the
 * network interceptor hides from OkHttp whatever would make it repeat a request, and the
 * application interceptor restores it.
 */
final class OneExchange {
  /** A status that means nothing to OkHttp. */
  private static final int HIDDEN = 599;

  private OneExchange() {}

  /** Returns what must be the first network interceptor. */
  static Interceptor network() {
    return chain -> {
      Attempt attempt = CallState.of(chain).attempt();
      attempt.setConnection(chain.connection());
      boolean endedWell = false;
      try {
        Response response = chain.proceed(chain.request());
        requireFinal(response);
        if (!isPersistent(response)) {
          attempt.setConnectionEnds();
        }
        endedWell = true;
        if (!isActedOn(response.code(), chain.connection())) {
          return response;
        }
        attempt.setHiddenStatus(response.code());
        return response.newBuilder().code(HIDDEN).build();
      } catch (IOException e) {
        throw new NotRepeatedException(e);
      } finally {
        if (!endedWell) {
          attempt.closeConnection();
        }
      }
    };
  }

  /** Returns what must be the last application interceptor. */
  static Interceptor application() {
    return chain -> {
      Attempt attempt = CallState.of(chain).attempt();
      attempt.setHiddenStatus(0);
      try {
        Response response = chain.proceed(chain.request());
        int status = attempt.hiddenStatus();
        return status == 0 ? response : response.newBuilder().code(status).build();
      } catch (NotRepeatedException e) {
        throw e.failure;
      }
    };
  }

  /**
   * Refuses an interim answer. OkHttp 3.14 takes it for the answer itself, which the next call
   * would then get.
   */
  private static void requireFinal(Response response) throws IOException {
    int status = response.code();
    if (status >= 200 && status <= 599) {
      return;
    }
    response.close();
    if (status < 200) {
      throw new ProtocolException("an interim answer (" + status + "), but no final answer");
    }
    throw new ProtocolException(
        "an answer with the status " + status + ", which HTTP does not have");
  }

  /** Returns whether the connection stays open after the answer (RFC 9112, section 9.3). */
  private static boolean isPersistent(Response response) {
    boolean closes = false;
    boolean keeps = response.protocol() != Protocol.HTTP_1_0;
    for (String header : response.headers("Connection")) {
      for (String option : header.split(",", -1)) {
        closes |= option.trim().equalsIgnoreCase("close");
        keeps |= option.trim().equalsIgnoreCase("keep-alive");
      }
    }
    return keeps && !closes;
  }

  private static boolean isActedOn(int status, @Nullable Connection connection) {
    return status == 408
        || status == 503
        || (status == 407
            && (connection == null || connection.route().proxy().type() != Proxy.Type.HTTP));
  }

  /** Extends ProtocolException, which OkHttp takes as final. */
  private static final class NotRepeatedException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    final IOException failure;

    NotRepeatedException(IOException failure) {
      this.failure = failure;
      initCause(failure);
    }
  }
}
