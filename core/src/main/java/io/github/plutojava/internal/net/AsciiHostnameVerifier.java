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
 * Refuses host names and certificates with names that are not ASCII, as OkHttp does from 4.9.2 on:
 * before, a letter that only becomes an ASCII one in lower case could pass for it (CVE-2021-0341).
 * Real names are ASCII: others are written in Punycode.
 *
 * <p>Equal to another one of the same verifier: OkHttp shares connections only among such clients.
 *
 * @param verifier decides on the rest
 */
public record AsciiHostnameVerifier(HostnameVerifier verifier) implements HostnameVerifier {
  /** The kind of a name that is compared with a host's (RFC 5280, section 4.2.1.6). */
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
