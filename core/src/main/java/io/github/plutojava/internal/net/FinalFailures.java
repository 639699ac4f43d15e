package io.github.plutojava.internal.net;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The failures to connect after which trying again would not help. */
public final class FinalFailures {
  /** Causes can go in circles. */
  private static final int MOST_CAUSES = 100;

  private FinalFailures() {}

  /** Whether a proxy answered and refused. OkHttp and the JDK say so only in words. */
  public static boolean isRefusedByProxy(IOException failure) {
    String words = "" + failure.getMessage();
    return words.startsWith("Unexpected response code for CONNECT: 4")
        || words.equals("Failed to authenticate with proxy")
        || words.startsWith("Too many tunnel connections attempted")
        || words.equals("SOCKS : authentication failed")
        || words.equals("SOCKS : No acceptable methods");
  }

  /** Whether the server's certificate is at fault. */
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
