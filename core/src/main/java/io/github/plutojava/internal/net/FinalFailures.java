package io.github.plutojava.internal.net;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Recognizes failures to connect after which another attempt would not help. */
public final class FinalFailures {
  /** Bounds the search, since causes can form a circle. */
  private static final int MOST_CAUSES = 100;

  private FinalFailures() {}

  /**
   * Returns whether a proxy answered and refused. OkHttp and the JDK say so only in the message.
   */
  public static boolean isRefusedByProxy(IOException failure) {
    String words = "" + failure.getMessage();
    return words.startsWith("Unexpected response code for CONNECT: 4")
        || words.equals("Failed to authenticate with proxy")
        || words.startsWith("Too many tunnel connections attempted")
        || words.equals("SOCKS : authentication failed")
        || words.equals("SOCKS : No acceptable methods");
  }

  /**
   * Returns whether a server answered the TLS handshake with something else, such as an http
   * server's 400. The JDK and Conscrypt (Android) say so only in the message.
   */
  public static boolean isCleartext(IOException failure) {
    String words = "" + failure.getMessage();
    return failure instanceof SSLException
        && (words.contains("unrecognized SSL message") // The JDK.
            || words.contains("Unable to parse TLS packet header")
            || words.contains("WRONG_VERSION_NUMBER"));
  }

  /** Returns whether the server's certificate is at fault. */
  public static boolean isDistrust(IOException failure) {
    Throwable e = failure;
    for (int depth = 0; e != null && depth < MOST_CAUSES; depth++, e = e.getCause()) {
      if (e instanceof CertificateException || e instanceof SSLPeerUnverifiedException) {
        return true;
      }
    }
    return false;
  }
}
