package io.github.plutojava;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from sending a request again on its own, so that {@link RetryInterceptor} alone
 * decides. OkHttp repeats a request whose connection broke, a 408, and a 503 with {@code
 * Retry-After: 0} (and fails on a 503 whose {@code Retry-After} is no int, and on a 407 that no
 * proxy sent). {@code retryOnConnectionFailure(false)} would stop only the first two, and also keep
 * it from trying a host's next address.
 *
 * <p>There are two halves, on either side of OkHttp's RetryAndFollowUpInterceptor: what would make
 * it repeat a request is hidden by {@link #network()} and shown again by {@link #application()}.
 */
final class OneRequest {
  /** A status that means nothing to OkHttp. */
  private static final int HIDDEN = 599;

  private static final boolean IS_OKHTTP_3 = isOkHttp3();

  private OneRequest() {}

  private static boolean isOkHttp3() {
    try {
      // It has the version, from OkHttp 4 on. Shrinkers look for such a name too, so that they
      // keep the class, or put in what comes of it.
      Class.forName("okhttp3.OkHttp");
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }

  /** To be the first network interceptor. */
  static Interceptor network() {
    return chain -> {
      CallState call = CallState.of(chain);
      boolean isStale = isStale(chain);
      try {
        if (!isStale) {
          call.setConnected();
        }
        Response response = chain.proceed(chain.request());
        if (!isActedOn(response.code(), chain.connection())) {
          return response;
        }
        call.setHiddenStatus(response.code());
        return response.newBuilder().code(HIDDEN).build();
      } catch (IOException e) {
        if (isStale) {
          throw e; // Nothing was sent: OkHttp may take another connection.
        }
        throw new AfterConnectException(e);
      }
    };
  }

  /** To be the last application interceptor. */
  static Interceptor application() {
    return chain -> {
      CallState call = CallState.of(chain);
      call.setHiddenStatus(0);
      try {
        Response response = chain.proceed(chain.request());
        int status = call.hiddenStatus();
        return status == 0 ? response : response.newBuilder().code(status).build();
      } catch (AfterConnectException e) {
        throw e.failure;
      }
    };
  }

  private static boolean isActedOn(int status, @Nullable Connection connection) {
    return status == 408
        || status == 503
        || (status == 407
            && (connection == null || connection.route().proxy().type() != Proxy.Type.HTTP));
  }

  /**
   * Returns whether the connection is a pooled one that the server has closed meanwhile. OkHttp
   * 3.14 finds that out itself, in the same way, but for a GET; newer ones only after the
   * connection was idle for 10 seconds. If so, it is closed here as well, so that nothing can be
   * sent on it.
   */
  private static boolean isStale(Interceptor.Chain chain) throws IOException {
    Connection connection = chain.connection();
    if (connection == null
        || (IS_OKHTTP_3 && !chain.request().method().equals("GET"))
        || connection.protocol() != Protocol.HTTP_1_1) {
      return false;
    }
    Socket socket = connection.socket();
    int readTimeout = socket.getSoTimeout();
    try {
      socket.setSoTimeout(ChannelSocketImpl.SHORTEST_TIMEOUT);
      int unused = socket.getInputStream().read(); // The end, or what no server may send unasked.
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(readTimeout);
      return false; // There is nothing to read: it is open.
    } catch (IOException e) { // It is reset: closed as well.
    }
    socket.close();
    return true;
  }

  /** OkHttp takes a ProtocolException as final. */
  private static final class AfterConnectException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    final IOException failure;

    AfterConnectException(IOException failure) {
      this.failure = failure;
      initCause(failure);
    }
  }
}
