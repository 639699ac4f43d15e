package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.http.HttpClients;
import io.github.plutojava.internal.net.AsciiHostnameVerifier;
import io.github.plutojava.internal.net.HttpSocketFactory;
import io.github.plutojava.internal.net.ProxyChoice;
import io.github.plutojava.internal.net.SharedDns;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client on an OkHttpClient of the user's, and the auth interceptor in one. */
class LentClientTest extends ServerTest {
  @ParameterizedTest
  @EnumSource
  void itsInterceptorsSeeEachAttempt(Style style) {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    List<String> retryAfters = new CopyOnWriteArrayList<>();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  Response response = chain.proceed(chain.request());
                  seen.add(response.code());
                  retryAfters.add("" + response.header("Retry-After"));
                  return response;
                })
            .build();
    enqueue(
        Answers.error(503, "x").setHeader("Retry-After", "0"),
        Answers.error(408, "x"),
        Answers.run1());
    style.resume(closeLater(builder().httpClient(http).build()), MMP_1);
    assertEquals(List.of(503, 408, 200), seen);
    assertEquals(List.of("0", "null", "null"), retryAfters);
  }

  @Test
  void keepsItsSettings() {
    Interceptor application = chain -> chain.proceed(chain.request());
    Interceptor network = chain -> chain.proceed(chain.request());
    OkHttpClient lent =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(1))
            .readTimeout(Duration.ofSeconds(2))
            .writeTimeout(Duration.ofSeconds(3))
            .hostnameVerifier((host, session) -> true)
            .addInterceptor(application)
            .addNetworkInterceptor(network)
            .build();
    OkHttpClient http = HttpClients.withInterceptors(lent, chain -> chain.proceed(chain.request()));
    assertEquals(lent.protocols(), http.protocols());
    assertSame(lent.dispatcher(), http.dispatcher());
    assertEquals(64, lent.dispatcher().getMaxRequests());
    assertEquals(5, lent.dispatcher().getMaxRequestsPerHost());
    assertSame(lent.connectionPool(), http.connectionPool());
    assertEquals(1_000, http.connectTimeoutMillis());
    assertEquals(2_000, http.readTimeoutMillis());
    assertEquals(3_000, http.writeTimeoutMillis());
    assertTrue(http.interceptors().contains(application));
    assertTrue(http.networkInterceptors().contains(network));
    assertEquals(new AsciiHostnameVerifier(lent.hostnameVerifier()), http.hostnameVerifier());
    assertEquals(new SharedDns(lent.dns()), http.dns());
    assertNotEquals(new AsciiHostnameVerifier((host, session) -> true), http.hostnameVerifier());
    assertNotEquals(new SharedDns(host -> List.of()), http.dns());
    assertEquals(new ProxyChoice(lent.proxySelector()), http.proxySelector());
    assertNotEquals(new ProxyChoice(new NoProxies()), http.proxySelector());
    assertEquals(new HttpSocketFactory(), http.socketFactory());
    SocketFactory mine = new HttpSocketFactory();
    assertSame(
        mine,
        HttpClients.withInterceptors(lent.newBuilder().socketFactory(mine).build())
            .socketFactory());
  }

  private static final class NoProxies extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  @Test
  void itsDeadlineRedirectsAndRepeatsAreOurs() {
    OkHttpClient lent =
        new OkHttpClient.Builder()
            .callTimeout(Duration.ofMillis(1))
            .retryOnConnectionFailure(false)
            .build();
    OkHttpClient http = HttpClients.withInterceptors(lent, chain -> chain.proceed(chain.request()));
    assertEquals(0, http.callTimeoutMillis());
    assertTrue(http.retryOnConnectionFailure());
    assertFalse(http.followRedirects());
    assertFalse(http.followSslRedirects());
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorThatThrowsFailsTheCallWithWhatItThrew(Style style) {
    RuntimeException bug = new RuntimeException("bug");
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw bug;
                })
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    assertSame(bug, assertThrows(RuntimeException.class, () -> style.resume(client, MMP_1)));
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorThatThrowsACheckedExceptionFailsTheCallToo(Style style) {
    Exception bug = new Exception("as Kotlin can");
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw ServerTest.<RuntimeException>unchecked(bug);
                })
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> style.resume(client, MMP_1));
    assertSame(bug, e.getCause());
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorMayMakeARequestOfItsOwn(Style style) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    chain.proceed(
                        new Request.Builder()
                            .url(chain.request().url())
                            .headers(chain.request().headers())
                            .post(chain.request().body())
                            .build()))
            .build();
    Iterator<String> keys = List.of("mlps_old", "mlps_new", "mlps_new").iterator();
    PlutoClient client = closeLater(builder().apiKey(keys::next).httpClient(http).build());
    enqueue(Answers.error(401, "Unauthorized"), Answers.run1());
    RunMismatchException e =
        assertThrows(RunMismatchException.class, () -> style.resume(client, ResumeTarget.byId(2)));
    assertEquals(1, e.run().runId());

    PlutoClient other = closeLater(client.toBuilder().apiKey("mlps_other").build());
    enqueue(Answers.error(400, "no mlps_other"));
    assertEquals(
        "no ██", assertThrows(BadRequestException.class, () -> style.resume(other, MMP_1)).error());
    assertEquals(3, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void anInterceptorMayProceedOnAnotherThread(Style style) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    CompletableFuture.supplyAsync(
                            () -> {
                              try {
                                return chain.proceed(chain.request());
                              } catch (IOException e) {
                                throw new UncheckedIOException(e);
                              }
                            })
                        .join())
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    enqueue(Answers.error(408, "x"), Answers.run1());
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(2, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void causesThatGoInCirclesEnd(Style style) {
    IOException failure = new IOException("a");
    failure.initCause(new IOException("b", failure));
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw failure;
                })
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    assertSame(
        failure,
        assertThrows(PlutoTransportException.class, () -> style.resume(client, MMP_1)).getCause());
  }

  @ParameterizedTest
  @EnumSource
  void aKeySupplierMayMakeACallOfItsOwn(Style style) {
    PlutoClient keys = client();
    enqueue(
        Answers.run1(),
        Answers.error(503, "x").setHeader("Retry-After", "0"),
        Answers.run1(),
        Answers.run1());
    PlutoClient client =
        closeLater(builder().apiKey(() -> KEY + keys.runs().resume(MMP_1).runId()).build());
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(4, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirectEvenIfItWould(int status) {
    OkHttpClient http = new OkHttpClient.Builder().followRedirects(true).build();
    for (Style style : Style.values()) {
      int before = server.getRequestCount();
      enqueue(
          Answers.json(status, "")
              .setHeader("Location", "https://u:pw@elsewhere.test/login?token=secret#x"));
      PlutoClient client = closeLater(builder().httpClient(http).build());
      PlutoApiException e =
          assertThrows(PlutoApiException.class, () -> style.resume(client, MMP_1));
      assertEquals(status, e.status());
      assertTrue(
          e.getMessage().contains("It is a redirect to https://elsewhere.test/login, and"),
          e.getMessage());
      assertEquals(before + 1, server.getRequestCount());
    }
  }

  @Test
  void mentionsARedirectWithoutALocation() {
    for (String location : new String[] {null, "mailto:x@y.test"}) {
      enqueue(
          location == null
              ? Answers.json(302, "")
              : Answers.json(302, "").setHeader("Location", location));
      String message =
          assertThrows(PlutoApiException.class, () -> client().runs().resume(MMP_1)).getMessage();
      assertTrue(message.contains("It is a redirect, and redirects"), message);
    }
  }

  @Test
  void theInterceptorAddsTheKeyForItsOriginOnly() throws Exception {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(new BearerAuthInterceptor(server.url("/base").toString(), () -> KEY))
            .build();
    enqueue(Answers.run1(), Answers.run1());
    get(http, server.url("/x").toString());
    assertEquals("Bearer " + KEY, takeRequest().getHeader("Authorization"));
    String otherHost = server.url("/x").toString().replace("localhost", "127.0.0.1");
    get(http, otherHost);
    assertNull(takeRequest().getHeader("Authorization"));
  }

  @ParameterizedTest
  @EnumSource
  void itsProxyMayAskForAPassword(Style style) throws Exception {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .proxy(server.toProxyAddress())
            .proxyAuthenticator(
                (route, response) ->
                    response
                        .request()
                        .newBuilder()
                        .header("Proxy-Authorization", "Basic dXNlcjpwYXNz")
                        .build())
            .build();
    PlutoClient client =
        closeLater(
            builder().baseUrl("http://pluto.test").allowCleartext().httpClient(http).build());
    enqueue(new MockResponse().setResponseCode(407), Answers.run1());
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertNull(takeRequest().getHeader("Proxy-Authorization"));
    RecordedRequest second = takeRequest();
    assertEquals("POST http://pluto.test/api/runs/resume HTTP/1.1", second.getRequestLine());
    assertEquals("Basic dXNlcjpwYXNz", second.getHeader("Proxy-Authorization"));
  }

  private static void get(OkHttpClient http, String url) throws IOException {
    http.newCall(new Request.Builder().url(url).build()).execute().close();
  }

  @Test
  void theInterceptorTellsOriginsApart() {
    okhttp3.HttpUrl origin = okhttp3.HttpUrl.get("https://pluto.test/a");
    assertTrue(BaseUrl.sameOrigin(origin, okhttp3.HttpUrl.get("https://pluto.test:443/b?c")));
    for (String other :
        List.of(
            "http://pluto.test/a",
            "http://pluto.test:443/a",
            "https://pluto.test:444/a",
            "https://a.pluto.test/a")) {
      assertTrue(!BaseUrl.sameOrigin(origin, okhttp3.HttpUrl.get(other)), other);
    }
  }

  @Test
  void theInterceptorFailsTheRequestIfThereIsNoKey() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(new BearerAuthInterceptor(server.url("/").toString(), () -> ""))
            .build();
    IOException e = assertThrows(IOException.class, () -> get(http, server.url("/x").toString()));
    assertInstanceOf(IllegalStateException.class, e.getCause());
    assertEquals(
        "the API key that the supplier gave is empty: is the environment variable set?",
        e.getMessage());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void saysWhatHidesTheServer() throws Exception {
    PlutoClient nobody =
        closeLater(builder().retryPolicy(RetryPolicy.none()).baseUrl("http://localhost:1").build());
    String message =
        assertThrows(PlutoTransportException.class, () -> nobody.runs().resume(MMP_1)).getMessage();
    assertTrue(message.contains(": no connection to localhost: "), message);
    assertTrue(message.endsWith("; check the base URL and the network"), message);

    OkHttpClient unresolved =
        new OkHttpClient.Builder()
            .dns(
                host -> {
                  throw new java.net.UnknownHostException(host);
                })
            .build();
    PlutoClient unknown = closeLater(builder().httpClient(unresolved).build());
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> unknown.runs().resume(MMP_1));
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the host localhost is not known: check"
            + " the base URL, the proxy and the network (after 3 attempts)",
        e.getMessage());

    PlutoClient behindProxy =
        closeLater(
            builder()
                .httpClient(
                    unresolved
                        .newBuilder()
                        .proxy(
                            new Proxy(
                                Proxy.Type.HTTP,
                                InetSocketAddress.createUnresolved("proxy.test", 1)))
                        .build())
                .build());
    String proxyMessage =
        assertThrows(PlutoTransportException.class, () -> behindProxy.runs().resume(MMP_1))
            .getMessage();
    assertTrue(proxyMessage.contains(": the host proxy.test is not known: "), proxyMessage);
  }

  @Test
  void saysSoIfTheUserCancelsByTheirOwnClient() throws Exception {
    OkHttpClient http = new OkHttpClient();
    enqueue(
        new okhttp3.mockwebserver.MockResponse()
            .setSocketPolicy(okhttp3.mockwebserver.SocketPolicy.NO_RESPONSE));
    PlutoClient client = closeLater(builder().httpClient(http).build());
    java.util.concurrent.CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    takeRequest();
    http.dispatcher().cancelAll();
    Throwable failure =
        assertThrows(java.util.concurrent.CompletionException.class, future::join).getCause();
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the call was canceled",
        assertInstanceOf(PlutoTransportException.class, failure).getMessage());
    assertEquals(1, server.getRequestCount());
    http.dispatcher().executorService().shutdown();
  }
}
