package io.github.plutojava;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Request;

/** Makes the exception for a call that has no answer, with a message that says what to do. */
final class TransportFailures {
  /** Causes can go in circles. */
  private static final int MOST_CAUSES = 100;

  private final Duration callTimeout;

  TransportFailures(Duration callTimeout) {
    this.callTimeout = callTimeout;
  }

  PlutoTransportException describe(IOException failure, Request request, CallState call) {
    IOException cause = Redaction.redact(failure, call.key());
    boolean timedOut =
        call.end() == null
            ? failure instanceof SocketTimeoutException
            : call.end() == CallState.End.TIMED_OUT;
    String message =
        Describe.failed(request)
            + ": "
            + reason(failure, cause, request, call)
            + Describe.attempts(call.attempts());
    return new PlutoTransportException(message, cause, timedOut, call.attempts());
  }

  private String reason(IOException failure, IOException cause, Request request, CallState call) {
    if (call.end() == CallState.End.TIMED_OUT) {
      return "no answer within the call timeout of " + seconds(callTimeout) + again(request);
    }
    if (call.end() == CallState.End.CLOSED) {
      return "the PlutoClient was closed before the answer came";
    }
    if (call.isCanceled()) {
      return "the call was canceled";
    }
    if (Thread.currentThread().isInterrupted()) {
      return "the thread was interrupted before the answer came";
    }
    String host = request.url().host();
    String detail = Text.line(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    if (failure instanceof UnknownHostException) {
      // It may be a proxy's.
      return "the host " + detail + " is not known: check the base URL, the proxy and the network";
    }
    if (isDistrust(failure)) {
      return "the certificate of "
          + host
          + " cannot be trusted: "
          + detail
          + "; check the base URL, the clock and the platform's certificates";
    }
    if (!call.isConnected()) {
      return "no connection to " + host + ": " + detail + "; check the base URL and the network";
    }
    return "no complete answer from " + host + ": " + detail + again(request);
  }

  /** Says it of resuming a run only: of other requests, their service knows. */
  private static String again(Request request) {
    return Describe.targetOf(request) == null ? "" : "; calling again is safe";
  }

  /** Whether the server's certificate is at fault: trying again would not help. */
  static boolean isDistrust(IOException failure) {
    Throwable e = failure;
    for (int depth = 0; e != null && depth < MOST_CAUSES; depth++, e = e.getCause()) {
      if (e instanceof CertificateException || e instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }

  private static String seconds(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
