package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.net.AsciiHostnameVerifier;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes: with whom the client talks, and what it says of the rest. */
class TlsTest extends ServerTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().commonName("root").certificateAuthority(1).build();
  private static final HeldCertificate OTHER_ROOT =
      new HeldCertificate.Builder().commonName("other").certificateAuthority(1).build();
  private static final HeldCertificate INTERMEDIATE =
      new HeldCertificate.Builder().certificateAuthority(0).signedBy(ROOT).build();

  private static HeldCertificate.Builder leaf(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host);
  }

  private static HeldCertificate valid(long fromDays, long toDays) {
    long now = System.currentTimeMillis();
    return leaf("localhost")
        .signedBy(ROOT)
        .validityInterval(
            now + TimeUnit.DAYS.toMillis(fromDays), now + TimeUnit.DAYS.toMillis(toDays))
        .build();
  }

  /** A certificate that must be refused, and a part of what is said of it. */
  private record Bad(String name, HeldCertificate certificate, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String NO_PATH = "unable to find valid certification path";

  static Stream<Arguments> badCertificates() {
    return Stream.of(
            new Bad("self-signed", leaf("localhost").build(), NO_PATH),
            new Bad(
                "for another host",
                leaf("other.test").signedBy(ROOT).build(),
                "Hostname localhost not verified"),
            new Bad("expired", valid(-2, -1), "validity check failed"),
            new Bad("not yet valid", valid(1, 2), "validity check failed"),
            new Bad(
                "of an unknown authority", leaf("localhost").signedBy(OTHER_ROOT).build(), NO_PATH),
            new Bad(
                "without its intermediate",
                leaf("localhost").signedBy(INTERMEDIATE).build(),
                NO_PATH))
        .flatMap(bad -> Stream.of(Style.values()).map(style -> Arguments.of(bad, style)));
  }

  private void serveWith(HeldCertificate certificate, X509Certificate... intermediates) {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate, intermediates)
            .build()
            .sslSocketFactory(),
        false);
  }

  private PlutoClient clientThatTrustsRoot() {
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder().addTrustedCertificate(ROOT.certificate()).build();
    OkHttpClient http =
        new OkHttpClient.Builder()
            // As the client's own.
            .protocols(List.of(Protocol.HTTP_1_1))
            .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
            .build();
    return closeLater(builder().httpClient(http).build());
  }

  @ParameterizedTest
  @EnumSource
  void talksToTheRightServer(Style style) throws Exception {
    serveWith(leaf("localhost").signedBy(INTERMEDIATE).build(), INTERMEDIATE.certificate());
    enqueue(Answers.run1());
    assertEquals(1, style.resume(clientThatTrustsRoot(), MMP_1).runId());
    assertNotNull(takeRequest().getTlsVersion());
  }

  /** Between the calls OkHttp, or we, look whether it is still open. */
  @ParameterizedTest
  @EnumSource
  void keepsAConnection(Style style) throws Exception {
    serveWith(leaf("localhost").signedBy(ROOT).build());
    enqueue(Answers.run1(), Answers.run1(), Answers.run1());
    PlutoClient client = clientThatTrustsRoot();
    for (int i = 0; i < 3; i++) {
      assertEquals(1, style.resume(client, MMP_1).runId());
      assertEquals(i, takeRequest().getSequenceNumber());
    }
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void sendsNothingToAnotherAndDoesNotTryAgain(Bad bad, Style style) {
    serveWith(bad.certificate);
    assertDistrust(clientThatTrustsRoot(), style, bad.message);
  }

  @ParameterizedTest
  @EnumSource
  void theClientsOwnConnectionsTrustOnlyWhatThePlatformTrusts(Style style) {
    serveWith(leaf("localhost").signedBy(ROOT).build());
    assertDistrust(client(), style, "unable to find valid certification path");
  }

  private void assertDistrust(PlutoClient client, Style style, String message) {
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1));
    assertTrue(
        e.getMessage().contains("the certificate of localhost cannot be trusted: "),
        e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(
        e.getMessage().endsWith("; check the base URL, the clock and the platform's certificates"),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(1, e.attempts());
    assertFalse(e.timedOut());
    assertEquals(1, sockets.accepted());
    assertEquals(0, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void retriesOverTls(Style style) {
    serveWith(leaf("localhost").signedBy(ROOT).build());
    enqueue(Answers.error(503, "x"), Answers.run1());
    assertEquals(1, style.resume(clientThatTrustsRoot(), MMP_1).runId());
    assertEquals(1, sockets.accepted());
  }

  // Names that are not ASCII: CVE-2021-0341.

  private static SSLSession session(Certificate certificate) {
    return (SSLSession)
        Proxy.newProxyInstance(
            TlsTest.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, args) -> {
              if (certificate == null) {
                throw new SSLPeerUnverifiedException("no certificate");
              }
              return new Certificate[] {certificate};
            });
  }

  /** No tool makes such a certificate, so the bytes of an ASCII name are replaced by others. */
  private static X509Certificate withName(String placeholder, String name) throws Exception {
    byte[] der = leaf(placeholder + ".test").build().certificate().getEncoded();
    String bytes = new String(der, StandardCharsets.ISO_8859_1);
    String replacement =
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertEquals(placeholder.length(), replacement.length());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    bytes.replace(placeholder, replacement).getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void refusesNamesThatAreNotAsciiWhateverIsThoughtOfThem() throws Exception {
    AsciiHostnameVerifier verifier = new AsciiHostnameVerifier((host, session) -> true);
    SSLSession ascii = session(withName("KKK", "abc"));
    assertTrue(verifier.verify("k.test", ascii));
    assertFalse(verifier.verify("\u212A.test", ascii));
    assertFalse(verifier.verify("k.test", session(withName("KKK", "\u212A"))));
    assertFalse(verifier.verify("k.test", session(null)));
  }

  @Test
  void leavesTheRestToTheVerifierBehind() {
    SSLSession nameless = session(ROOT.certificate());
    assertTrue(new AsciiHostnameVerifier((host, session) -> true).verify("a.test", nameless));
    assertFalse(new AsciiHostnameVerifier((host, session) -> false).verify("a.test", nameless));
    SSLSession numeric = session(leaf("127.0.0.1").build().certificate());
    assertTrue(new AsciiHostnameVerifier((host, session) -> true).verify("127.0.0.1", numeric));
  }
}
