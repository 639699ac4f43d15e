package io.github.plutojava.internal.net;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Refuses host names that are not ASCII, and certificates with such names, as OkHttp does from
 * 4.9.2 on. In older versions, a letter whose lower case is an ASCII letter can pass for that
 * letter (CVE-2021-0341). Real host names are ASCII: international ones are written in Punycode.
 *
 * <p>Two of them are equal if they wrap the same verifier, since OkHttp shares connections only
 * between clients with equal verifiers.
 *
 * @param verifier decides on ASCII names
 */
public record AsciiHostnameVerifier(HostnameVerifier verifier) implements HostnameVerifier {
  /** The type of the names that are compared with the host's name (RFC 5280, section 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  @Override
  public boolean verify(String hostname, SSLSession session) {
    return isAscii(hostname) && hasOnlyAsciiNames(session) && verifier.verify(hostname, session);
  }

  private static boolean hasOnlyAsciiNames(SSLSession session) {
    try {
      Certificate certificate = session.getPeerCertificates()[0];
      Collection<List<?>> names = ((X509Certificate) certificate).getSubjectAlternativeNames();
      if (names == null) {
        return true;
      }
      for (List<?> name : names) {
        if (name.get(0).equals(DNS_NAME) && !isAscii((String) name.get(1))) {
          return false;
        }
      }
      return true;
    } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
      return false;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }
}
