package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ManyConnections;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that refuses, or is not there: the message names it and says what to do. */
class ProxyTest extends ServerTest {
  private static final String FAILED =
      "could not resume the run with display ID 'MMP-1': no connection to pluto.test through the"
          + " proxy localhost:";
  private static final String CHECK_PASSWORD =
      "; check the proxy, and the user name and password for it (proxyAuthenticator of the"
          + " OkHttpClient)";

  private ManyConnections proxyThat(ManyConnections.Behaviour behaviour) throws IOException {
    return closeLater(new ManyConnections(behaviour));
  }

  /** Answers each request so, on the same connection. */
  private ManyConnections proxyAnswering(int status, String... headers) throws IOException {
    return proxyThat(
        connection -> {
          while (connection.read() != null) {
            connection.answer(status, "", headers);
          }
        });
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private PlutoClient client(String baseUrl, OkHttpClient.Builder http) {
    return closeLater(builder().baseUrl(baseUrl).allowCleartext().httpClient(http.build()).build());
  }

  private static OkHttpClient.Builder through(int port) {
    return new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.HTTP, address(port)));
  }

  private static PlutoTransportException failure(Style style, PlutoClient client) {
    PlutoTransportException e =
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, client));
    assertFalse(e.timedOut());
    return e;
  }

  private static void assertOnlyConnects(ManyConnections proxy, int times) {
    assertEquals(times, proxy.requests().size());
    for (ManyConnections.Request request : proxy.requests()) {
      assertEquals("CONNECT pluto.test:443 HTTP/1.1", request.line());
      assertNull(request.header("Authorization"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatRefusesToConnectIsNotAskedAgain(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(403);
    PlutoTransportException e = failure(style, client("https://pluto.test", through(proxy.port())));
    assertEquals(
        FAILED + proxy.port() + ": Unexpected response code for CONNECT: 403" + CHECK_PASSWORD,
        e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    assertOnlyConnects(proxy, 1);
  }

  @ParameterizedTest
  @EnumSource
  void thatWantsAPasswordToConnectIsNotAskedAgain(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(407, "Proxy-Authenticate: Basic realm=\"corp\"");
    PlutoTransportException e = failure(style, client("https://pluto.test", through(proxy.port())));
    assertEquals(
        FAILED + proxy.port() + ": Failed to authenticate with proxy" + CHECK_PASSWORD,
        e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    assertOnlyConnects(proxy, 1);
  }

  private static Authenticator sayingAgainAndAgain(String credentials) {
    return (route, response) ->
        response.request().newBuilder().header("Proxy-Authorization", credentials).build();
  }

  @ParameterizedTest
  @EnumSource
  void thatDoesNotTakeThePasswordIsNotAskedInEachAttempt(Style style) throws IOException {
    String credentials = Credentials.basic("u", "wrong");
    ManyConnections proxy =
        proxyThat(
            connection -> {
              connection.read();
              connection.answer(407, "", "Connection: close");
            });
    OkHttpClient.Builder http =
        through(proxy.port()).proxyAuthenticator(sayingAgainAndAgain(credentials));
    PlutoTransportException e = failure(style, client("https://pluto.test", http));
    assertTrue(e.getMessage().startsWith(FAILED + proxy.port() + ": Too many"), e.getMessage());
    assertTrue(e.getMessage().endsWith(CHECK_PASSWORD), e.getMessage());
    assertFalse(e.getMessage().contains(credentials), e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    assertEquals(credentials, proxy.requests().get(1).header("Proxy-Authorization"));
    assertNull(proxy.requests().get(1).header("Authorization"));
  }

  /** OkHttp asks again and again on a connection that is kept. */
  @ParameterizedTest
  @EnumSource
  void thatDoesNotTakeThePasswordIsNotAskedBeyondTheDeadline(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(407);
    OkHttpClient http =
        through(proxy.port())
            .proxyAuthenticator(sayingAgainAndAgain(Credentials.basic("u", "wrong")))
            .build();
    PlutoClient client =
        closeLater(
            builder()
                .baseUrl("https://pluto.test")
                .httpClient(http)
                .timing(Timing.SYSTEM)
                .callTimeout(Duration.ofMillis(100))
                .build());
    PlutoTransportException e =
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, client));
    assertTrue(e.timedOut(), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void thatCannotReachTheServerIsAskedAgain(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(502);
    PlutoTransportException e = failure(style, client("https://pluto.test", through(proxy.port())));
    assertEquals(
        FAILED
            + proxy.port()
            + ": Unexpected response code for CONNECT: 502; check the proxy (after 3 attempts)",
        e.getMessage());
    assertEquals(3, e.attempts());
    assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), time.waits());
    assertOnlyConnects(proxy, 3);
  }

  @ParameterizedTest
  @EnumSource
  void thatIsDownIsNamed(Style style) {
    for (String baseUrl : List.of("https://pluto.test", "http://pluto.test")) {
      PlutoTransportException e = failure(style, client(baseUrl, through(1)));
      assertTrue(e.getMessage().startsWith(FAILED + "1: "), e.getMessage());
      assertTrue(e.getMessage().endsWith("; check the proxy (after 3 attempts)"), e.getMessage());
      assertEquals(3, e.attempts());
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatASelectorChoseIsNamedToo(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(403);
    OkHttpClient.Builder http =
        new OkHttpClient.Builder().proxySelector(ProxySelector.of(address(proxy.port())));
    PlutoTransportException e = failure(style, client("https://pluto.test", http));
    assertTrue(e.getMessage().startsWith(FAILED + proxy.port() + ": "), e.getMessage());
    assertEquals(1, e.attempts());
    assertOnlyConnects(proxy, 1);
  }

  @ParameterizedTest
  @EnumSource
  void thatWantsAPasswordInTheClearSaysSoByItsStatus(Style style) throws IOException {
    ManyConnections proxy = proxyAnswering(407, "Proxy-Authenticate: Basic realm=\"corp\"");
    PlutoApiException e =
        assertInstanceOf(
            PlutoApiException.class,
            Failures.of(style, client("http://pluto.test", through(proxy.port()))));
    assertSame(PlutoApiException.class, e.getClass());
    assertEquals(407, e.status());
    assertEquals(
        "could not resume the run with display ID 'MMP-1': 407 X. The proxy localhost:"
            + proxy.port()
            + " wants a user name and password: set a proxyAuthenticator on the OkHttpClient",
        e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    assertEquals(1, proxy.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407})
  void thatRefusesInTheClearIsNotAskedAgain(int status) throws IOException {
    for (Style style : Style.values()) {
      ManyConnections proxy = proxyAnswering(status);
      PlutoApiException e =
          assertInstanceOf(
              PlutoApiException.class,
              Failures.of(style, client("http://pluto.test", through(proxy.port()))));
      assertEquals(status, e.status());
      assertEquals(1, proxy.requests().size());
      assertEquals(
          "POST http://pluto.test/api/runs/resume HTTP/1.1", proxy.requests().get(0).line());
    }
  }

  /** Its refusal stands in other words: the JDK's. */
  @ParameterizedTest
  @EnumSource
  void ofSocksThatWantsAPasswordIsNotAskedAgain(Style style) throws IOException {
    ManyConnections proxy =
        proxyThat(
            connection -> {
              connection.in().readNBytes(2);
              connection.write(new byte[] {5, (byte) 0xff}); // None of the methods will do.
            });
    OkHttpClient.Builder http =
        new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.SOCKS, address(proxy.port())));
    PlutoTransportException e = failure(style, client("https://pluto.test", http));
    assertEquals(
        FAILED + proxy.port() + ": SOCKS : No acceptable methods" + CHECK_PASSWORD, e.getMessage());
    assertEquals(1, e.attempts());
    assertEquals(List.of(), time.waits());
    assertEquals(1, proxy.connections());
  }
}
