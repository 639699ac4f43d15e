package io.github.plutojava;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocket;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/**
 * Lets no call suffer from the connection that it is given. The network interceptor looks at a
 * pooled connection before the request is sent: if the server has closed it, or has sent what
 * nobody asked for, the request goes to another one. And if a pooled connection breaks before a
 * byte of the answer, the application interceptor sends the request again on a new one, once,
 * provided that it is idempotent. Neither counts as an attempt, for neither says anything of the
 * server.
 */
final class FreshConnection {
  /** Long enough to see that the server has closed a connection, in milliseconds. */
  private static final int LOOK = 2;

  /** The connections that have served a request: OkHttp does not tell. */
  private static final Set<Connection> USED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private FreshConnection() {}

  /** To be the last network interceptor. */
  static Interceptor network() {
    return chain -> {
      CallState call = CallState.of(chain);
      Connection connection = chain.connection();
      if (connection == null || !CallState.isHttp1(connection)) {
        call.setConnected(false);
        return chain.proceed(chain.request());
      }
      boolean isReused = !USED.add(connection);
      if (connection.socket().isClosed() || (isReused && isUnfit(chain, connection, call))) {
        drop(chain, call);
        throw call.isCanceled() ? new IOException("Canceled") : new UnfitException();
      }
      call.setConnected(isReused);
      Response response = proceed(chain);
      call.setConnected(false); // It has answered: what breaks now is no matter of its age.
      return response;
    };
  }

  private static Response proceed(Interceptor.Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IllegalStateException e) {
      if (("" + e.getMessage()).startsWith("state: ")) { // OkHttp's, up to 4, after two 100s.
        throw new ProtocolException("interim answers without the answer itself");
      }
      throw e;
    }
  }

  /** To be the last application interceptor but one. */
  static Interceptor application() {
    return chain -> {
      CallState call = CallState.of(chain);
      while (true) {
        try {
          return chain.proceed(chain.request());
        } catch (UnfitException e) {
          // Nothing was sent, and the connection is gone: there is one less of its kind.
        } catch (IOException e) {
          if (!maySendAgain(e, call)) {
            throw e;
          }
          call.setNeedsNewConnection();
        }
      }
    };
  }

  private static boolean maySendAgain(IOException failure, CallState call) {
    return call.isReused()
        && call.isIdempotent()
        && !call.isOneShot()
        && !call.needsNewConnection()
        && !hasByteOfAnswer(failure)
        && !(failure instanceof InterruptedIOException)
        && !call.isCanceled()
        && !Thread.currentThread().isInterrupted();
  }

  private static boolean hasByteOfAnswer(IOException failure) {
    if (failure instanceof ProtocolException) {
      return true;
    }
    if (failure.getCause() instanceof EOFException end) {
      return !("" + end.getMessage()).contains("limit=0 "); // So much of a line has Okio.
    }
    return false;
  }

  private static boolean isUnfit(Interceptor.Chain chain, Connection connection, CallState call) {
    if (call.needsNewConnection()) {
      return true;
    }
    Route route = connection.route();
    boolean isOurs =
        route.address().socketFactory() instanceof HttpSocketFactory
            && route.proxy().type() != Proxy.Type.SOCKS;
    boolean maySendAgain = call.isIdempotent() && !call.isOneShot();
    if (OkHttpVersion.IS_3
        && !chain.request().method().equals("GET")
        && (maySendAgain || !isOurs)) {
      return false; // OkHttp 3.14 has just looked, in the same way.
    }
    Socket socket = connection.socket();
    if (maySendAgain && !(socket instanceof SSLSocket)) {
      return hasSpoken(socket);
    }
    return hasEndedOrSpoken(socket, maySendAgain && isOurs ? HttpSocket.POLL : LOOK);
  }

  private static boolean hasSpoken(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) { // It is closed.
      return true;
    }
  }

  private static boolean hasEndedOrSpoken(Socket socket, int timeout) {
    try {
      int readTimeout = socket.getSoTimeout();
      socket.setSoTimeout(timeout);
      try {
        int unused = socket.getInputStream().read();
        return true;
      } catch (SocketTimeoutException e) { // There is nothing to read: it is open.
        socket.setSoTimeout(readTimeout);
        return false;
      }
    } catch (IOException e) { // It is reset.
      return true;
    }
  }

  /** Closes the connection and has OkHttp find that out, by a request that cannot be sent on it. */
  private static void drop(Interceptor.Chain chain, CallState call) {
    call.closeConnection();
    Request nothing = new Request.Builder().url(chain.request().url()).build();
    try {
      chain.proceed(nothing).close();
    } catch (IOException e) { // As meant.
    }
  }

  /** The connection cannot be used; nothing was sent on it. */
  private static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException() {
      super("the pooled connection was closed");
    }
  }
}
