package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.Attempt;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.net.HttpSocket;
import io.github.plutojava.internal.net.HttpSocketFactory;
import io.github.plutojava.internal.net.OkHttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocket;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a call from suffering from the connection that it is given. Before a request is sent, the
 * network interceptor looks at a pooled connection. If the server has closed the connection, or has
 * sent something that nobody asked for, the request goes to another one. Afterwards, the network
 * interceptor refuses an answer that OkHttp had read before the request was sent. If a pooled
 * connection breaks before a byte of the answer has come, the application interceptor sends an
 * idempotent request again, once, on a new connection. None of this counts as an attempt, since it
 * says nothing about the server.
 */
final class FreshConnection {
  /** How long to look whether the server has closed a connection, in milliseconds. */
  private static final int LOOK = 2;

  /**
   * One more than our own pool holds: if so many connections in a row are unfit, there is another
   * reason.
   */
  private static final int MOST_UNFIT = 65;

  /**
   * The connections that have served a request, which OkHttp does not tell. The value says whether
   * what is read from the connection is seen here: it is if its socket is ours.
   */
  private static final Map<Connection, Boolean> USED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private FreshConnection() {}

  /** Returns what must be the last network interceptor. */
  static Interceptor network() {
    return chain -> {
      CallState call = CallState.of(chain);
      Connection connection = chain.connection();
      if (connection == null) {
        return chain.proceed(chain.request());
      }
      Boolean isSeen = USED.putIfAbsent(connection, false);
      boolean isReused = isSeen != null;
      if (call.isCanceled() || isUnfit(chain, connection, call, isReused)) {
        drop(chain, connection, call);
        throw call.isCanceled() ? new IOException("Canceled") : new UnfitException();
      }
      Attempt attempt = call.attempt();
      attempt.setConnected(isReused);
      Response response;
      try {
        response = exchange(chain, attempt);
      } catch (ProtocolException e) {
        throw wasThereBefore(isSeen, attempt) && isNoStatusLine(e) ? new StaleAnswerException() : e;
      }
      if (wasThereBefore(isSeen, attempt)) {
        response.close();
        throw new StaleAnswerException();
      }
      if (attempt.hasReceived() && !Boolean.TRUE.equals(isSeen)) {
        USED.put(connection, true);
      }
      attempt.setAnswerBegun();
      return response;
    };
  }

  private static Response exchange(Interceptor.Chain chain, Attempt attempt) throws IOException {
    HttpSocket.beginToWatch();
    try {
      return proceed(chain);
    } finally {
      attempt.setHasReceived(HttpSocket.endToWatch());
    }
  }

  /**
   * Returns whether OkHttp had read the answer, or what it took for one, before it sent the
   * request.
   */
  private static boolean wasThereBefore(@Nullable Boolean isSeen, Attempt attempt) {
    return Boolean.TRUE.equals(isSeen) && !attempt.hasReceived();
  }

  private static boolean isNoStatusLine(ProtocolException e) {
    return ("" + e.getMessage()).startsWith("Unexpected status line");
  }

  private static Response proceed(Interceptor.Chain chain) throws IOException {
    try {
      return chain.proceed(chain.request());
    } catch (IllegalStateException e) {
      if (("" + e.getMessage()).startsWith("state: ")) { // OkHttp 3 and 4, after two 100s.
        throw new ProtocolException("interim answers, but no final answer");
      }
      throw e;
    }
  }

  /** Returns what must be the application interceptor right before that of {@link OneExchange}. */
  static Interceptor application() {
    return chain -> {
      CallState call = CallState.of(chain);
      RequestBody body = chain.request().body();
      if (body != null && body.isOneShot()) { // A user's interceptor may have set it.
        call.setOneShot();
      }
      for (int unfit = 0; ; ) {
        try {
          return chain.proceed(chain.request());
        } catch (UnfitException e) {
          // Nothing was sent. OkHttp has dropped the connection, so its pool has one fewer.
          if (++unfit == MOST_UNFIT) {
            throw e;
          }
        } catch (IOException e) {
          if (!maySendAgain(e, call)) {
            throw e;
          }
          call.attempt().setNeedsNewConnection();
        }
      }
    };
  }

  private static boolean maySendAgain(IOException failure, CallState call) {
    return call.attempt().isReused()
        && call.options().isIdempotent()
        && !call.isOneShot()
        && !call.attempt().needsNewConnection()
        && (failure instanceof StaleAnswerException || brokeBeforeTheAnswer(failure, call))
        && !call.isCanceled()
        && !Thread.currentThread().isInterrupted();
  }

  private static boolean brokeBeforeTheAnswer(IOException failure, CallState call) {
    Connection connection = call.attempt().connection();
    if (connection != null && connection.socket() instanceof HttpSocket socket) {
      return socket.isBroken() && !call.attempt().hasReceived();
    }
    // For other sockets, only the exception tells. What TLS received may be just its end.
    if (failure.getCause() instanceof EOFException end) {
      return ("" + end.getMessage()).contains("limit=0 "); // How much of a line Okio has.
    }
    return !(failure instanceof ProtocolException || failure instanceof InterruptedIOException);
  }

  private static boolean isUnfit(
      Interceptor.Chain chain, Connection connection, CallState call, boolean isReused) {
    if (!Attempt.isHttp1(connection)) {
      return false;
    }
    Socket socket = connection.socket();
    if (socket.isClosed()) {
      return true;
    }
    if (!isReused) {
      return false;
    }
    if (call.attempt().needsNewConnection()) {
      return true;
    }
    boolean isOurs = hasOurSocket(connection);
    boolean maySendAgain = call.options().isIdempotent() && !call.isOneShot();
    if (OkHttpVersion.IS_3
        && !chain.request().method().equals("GET")
        && (maySendAgain || !isOurs)) {
      return false; // OkHttp 3.14 has just looked at it.
    }
    if (maySendAgain && !(socket instanceof SSLSocket)) {
      return hasSpoken(socket);
    }
    // What may not be sent again needs a true look, which takes a millisecond.
    return hasEndedOrSpoken(socket, maySendAgain && isOurs ? HttpSocket.POLL : LOOK);
  }

  private static boolean hasOurSocket(Connection connection) {
    Route route = connection.route();
    return route.address().socketFactory() instanceof HttpSocketFactory
        && route.proxy().type() != Proxy.Type.SOCKS;
  }

  private static boolean hasSpoken(Socket socket) {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) { // The socket is closed.
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
      } catch (SocketTimeoutException e) { // Nothing to read: it is open.
        socket.setSoTimeout(readTimeout);
        return false;
      }
    } catch (IOException e) { // The connection was reset.
      return true;
    }
  }

  /**
   * Closes the connection. OkHttp would keep it for the next call, so that this request, which
   * cannot be sent on it, makes OkHttp notice the close first.
   */
  private static void drop(Interceptor.Chain chain, Connection connection, CallState call) {
    if (!Attempt.isHttp1(connection)) {
      return;
    }
    call.attempt().closeConnection();
    Request nothing = new Request.Builder().url(chain.request().url()).build();
    try {
      chain.proceed(nothing).close();
    } catch (IOException e) { // As intended.
    }
  }

  /** The connection cannot be used; nothing was sent on it. */
  private static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException() {
      super("the pooled connection was closed");
    }
  }

  /** What came is not the answer to this request. */
  private static final class StaleAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleAnswerException() {
      super("the answer was there before the request");
    }
  }
}
