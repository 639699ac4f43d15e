package io.github.plutojava.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSession;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only the names that are compared with a host's must be ASCII. */
class CertificateNamesTest {
  private static final HostnameVerifier OKHTTPS = new OkHttpClient().hostnameVerifier();

  /** The kinds of names that are text, and the tag of each in the bytes of a certificate. */
  private enum Kind {
    E_MAIL(1),
    DNS(2),
    URI(6);

    final int tag;

    Kind(int tag) {
      this.tag = tag;
    }
  }

  /** As long as the one that it replaces. */
  private static final String PLACEHOLDER = "a-placeholder.test";

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String header(int tag) {
    return "" + (char) (0x80 | tag) + (char) PLACEHOLDER.length();
  }

  /** No tool makes such a certificate, so the bytes of an ASCII DNS name are replaced by others. */
  private static X509Certificate with(Kind kind, String name) throws Exception {
    String der =
        latin1(
            new HeldCertificate.Builder()
                .addSubjectAlternativeName("a.test")
                .addSubjectAlternativeName(PLACEHOLDER)
                .build()
                .certificate()
                .getEncoded());
    String replacement = latin1(name.getBytes(StandardCharsets.UTF_8));
    assertEquals(PLACEHOLDER.length(), replacement.length());
    assertTrue(der.contains(header(Kind.DNS.tag) + PLACEHOLDER));
    String replaced =
        der.replace(header(Kind.DNS.tag) + PLACEHOLDER, header(kind.tag) + replacement);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(replaced.getBytes(StandardCharsets.ISO_8859_1)));
    List<List<?>> names = List.copyOf(certificate.getSubjectAlternativeNames());
    assertEquals(List.of(2, "a.test"), names.get(0));
    assertEquals(kind.tag, names.get(1).get(0));
    return certificate;
  }

  private static boolean verifies(String host, X509Certificate certificate) {
    SSLSession session =
        (SSLSession)
            Proxy.newProxyInstance(
                CertificateNamesTest.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, args) -> new Certificate[] {certificate});
    return new AsciiHostnameVerifier(OKHTTPS).verify(host, session);
  }

  private static String nonAscii(Kind kind) {
    return switch (kind) {
      case E_MAIL -> "aaaaaa@\u212A\u212A.test";
      case DNS -> "aaaaaaa\u212A\u212A.test";
      case URI -> "x://aaa/b\u212A\u212A\u212A";
    };
  }

  @Test
  void aDnsNameMustBeAscii() throws Exception {
    assertFalse(verifies("a.test", with(Kind.DNS, nonAscii(Kind.DNS))));
    assertTrue(verifies("a.test", with(Kind.DNS, "another-name-.test")));
  }

  @ParameterizedTest
  @EnumSource(names = {"E_MAIL", "URI"})
  void anotherNameNeedNot(Kind kind) throws Exception {
    assertTrue(verifies("a.test", with(kind, nonAscii(kind))));
    // It is no name of a host.
    assertFalse(verifies("b.test", with(kind, nonAscii(kind))));
  }
}
