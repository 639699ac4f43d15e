package io.github.plutojava;

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
record AsciiHostnameVerifier(HostnameVerifier verifier) implements HostnameVerifier {
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
        if (name.get(1) instanceof String text && !isAscii(text)) {
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

  // Written out, since a record's own are made at run time, which a first call would wait for.

  @Override
  public boolean equals(Object other) {
    return other instanceof AsciiHostnameVerifier that && verifier.equals(that.verifier);
  }

  @Override
  public int hashCode() {
    return verifier.hashCode();
  }
}
