package io.github.plutojava;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.net.FinalFailures;
import io.github.plutojava.internal.net.ProxyChoice;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import okhttp3.Request;

/**
 * Makes the exception for a call without a complete answer, with a message that says what to do.
 */
final class TransportFailures {
  private final Operation operation;
  private final Duration callTimeout;

  TransportFailures(Operation operation, Duration callTimeout) {
    this.operation = operation;
    this.callTimeout = callTimeout;
  }

  PlutoTransportException describe(IOException failure, Request request, CallState call) {
    IOException cause = Redaction.redact(failure, call.key());
    boolean timedOut =
        call.end() == null
            ? failure instanceof SocketTimeoutException
            : call.end() == CallState.End.TIMED_OUT;
    String message =
        operation.failed()
            + ": "
            + reason(failure, cause, request, call)
            + Describe.attempts(call.attempts());
    return new PlutoTransportException(
        message, cause, timedOut, isInterrupted(call), call.attempts());
  }

  private String reason(IOException failure, IOException cause, Request request, CallState call) {
    if (call.end() == CallState.End.TIMED_OUT) {
      String limit = operation.limit() + Describe.duration(callTimeout);
      return isQueued(call)
          ? "the call did not leave the queue within "
              + limit
              + ", and nothing was sent: make fewer calls at once, or set a longer callTimeout"
          : "no answer within " + limit + operation.again();
    }
    if (call.end() == CallState.End.CLOSED) {
      return "the PlutoClient was closed before "
          + (isQueued(call) ? "the call left the queue; nothing was sent" : "the answer came");
    }
    if (isInterrupted(call)) {
      return "the thread was interrupted before the answer came";
    }
    if (call.isCanceled()) {
      return "the call was canceled";
    }
    if (failure.getCause() instanceof ProxyChoice.FailedException) {
      return cause.getMessage() + "; check the ProxySelector of the OkHttpClient or the JVM";
    }
    String host = request.url().host();
    String detail = Text.line(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    if (failure instanceof UnknownHostException) {
      return failure.getCause() instanceof RuntimeException e
          ? "the Dns of the OkHttpClient failed for the host "
              + failure.getMessage()
              + ": "
              + Text.line(Redaction.redact("" + e, call.key()))
          // It may be the proxy's host.
          : "the host "
              + detail
              + " is not known: check "
              + operation.address()
              + ", the proxy and the network";
    }
    if (FinalFailures.isDistrust(failure)) {
      return "the certificate of "
          + host
          + " cannot be trusted: "
          + detail
          + "; check "
          + operation.address()
          + ", the clock and the platform's certificates";
    }
    if (FinalFailures.isCleartext(failure)) {
      return host
          + ":"
          + request.url().port()
          + " does not speak https: check the scheme and the port of "
          + operation.address();
    }
    boolean isConnected = call.attempt().isConnected() || call.attempt().connection() != null;
    if (!isConnected && call.proxy() != null) {
      return "no connection to "
          + host
          + " through the proxy "
          + name(call.proxy())
          + ": "
          + detail
          + "; check the proxy"
          + (FinalFailures.isRefusedByProxy(failure)
              ? ", and the user name and password for it (proxyAuthenticator of the OkHttpClient)"
              : "");
    }
    if (!isConnected) {
      return "no connection to "
          + host
          + ": "
          + detail
          + "; check "
          + operation.address()
          + " and the network";
    }
    return "no complete answer from " + host + ": " + detail + operation.again();
  }

  /** Returns whether an asynchronous call has waited for its turn since it began. */
  private static boolean isQueued(CallState call) {
    return !call.hasCaller() && call.attempts() == 0;
  }

  private static boolean isInterrupted(CallState call) {
    return call.end() == null
        ? !call.isCanceled() && Thread.currentThread().isInterrupted()
        : call.end() == CallState.End.INTERRUPTED;
  }

  /** Returns words such as "proxy.example:8080". */
  static String name(Proxy proxy) {
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : proxy.toString();
  }
}
