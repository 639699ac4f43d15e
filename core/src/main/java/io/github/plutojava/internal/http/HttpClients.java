package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallsInFlight;
import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.net.AsciiHostnameVerifier;
import io.github.plutojava.internal.net.HttpSocketFactory;
import io.github.plutojava.internal.net.ProxyChoice;
import io.github.plutojava.internal.net.SharedDns;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttpClients of a client to which the user passes none, and the settings that a user's
 * OkHttpClient needs as well. There are two, one for http and one for https, which share threads
 * and connections. Only the one for https reads the trust store, which takes longer than the rest
 * of a start.
 */
public final class HttpClients {
  private static final int MAX_CONCURRENT_CALLS = 64;

  /** Less than the 5 s after which the server closes an idle connection. */
  private static final int IDLE_SECONDS = 4;

  private final UnaryOperator<OkHttpClient> withInterceptors;
  private final Dispatcher dispatcher =
      new Dispatcher(DaemonThreads.bounded("Pluto call", MAX_CONCURRENT_CALLS));
  private final ConnectionPool connections =
      new ConnectionPool(MAX_CONCURRENT_CALLS, IDLE_SECONDS, TimeUnit.SECONDS);
  private final OkHttpClient cleartext;
  private volatile @Nullable OkHttpClient secure;

  /** Makes clients with connections and daemon threads of their own. */
  public HttpClients(UnaryOperator<OkHttpClient> withInterceptors) {
    this.withInterceptors = withInterceptors;
    dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
    cleartext = create(Collections.singletonList(ConnectionSpec.CLEARTEXT));
  }

  private OkHttpClient create(List<ConnectionSpec> connectionSpecs) {
    return withInterceptors.apply(
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(connections)
            .connectionSpecs(connectionSpecs)
            // OkHttp 3.14's HTTP/2 reader is not a daemon, and does not limit response headers.
            .protocols(Collections.singletonList(Protocol.HTTP_1_1))
            .connectTimeout(10, TimeUnit.SECONDS)
            .readTimeout(30, TimeUnit.SECONDS)
            .writeTimeout(30, TimeUnit.SECONDS)
            .build());
  }

  /** Returns whether {@link #forUrl} need not read the trust store first. */
  public boolean isReady(HttpUrl url) {
    return !url.isHttps() || secure != null;
  }

  public OkHttpClient forUrl(HttpUrl url) {
    if (!url.isHttps()) {
      return cleartext;
    }
    OkHttpClient client = secure;
    if (client == null) {
      client = createSecure();
      secure = client; // Another thread may make one, too: the two share threads and connections.
    }
    return client;
  }

  private OkHttpClient createSecure() {
    try {
      return create(Collections.singletonList(ConnectionSpec.MODERN_TLS));
    } catch (AssertionError | Exception e) { // OkHttp 4, being Kotlin, throws checked ones, too.
      throw new IllegalStateException(
          "the platform's trust store cannot be read: check the system properties"
              + " javax.net.ssl.trustStore...",
          e);
    }
  }

  public void close() {
    dispatcher.executorService().shutdown();
    // Closing a TLS socket writes, which Android forbids on its main thread.
    DaemonThreads.endAll(List.of(connections::evictAll));
  }

  /**
   * Returns a client like {@code base} that follows no redirects, does not answer a 401, and leaves
   * the call timeout to {@link CallsInFlight}. It uses our sockets unless {@code base} has a socket
   * factory of its own, and looks up hosts and proxies and checks host names with more care. Our
   * interceptors surround those of {@code base}.
   */
  public static OkHttpClient withInterceptors(OkHttpClient base, Interceptor... innermost) {
    OkHttpClient.Builder builder =
        base.newBuilder()
            .callTimeout(0, TimeUnit.MILLISECONDS)
            .socketFactory(HttpSocketFactory.inPlaceOf(base.socketFactory()))
            .dns(new SharedDns(base.dns()))
            .proxySelector(new ProxyChoice(base.proxySelector()))
            .hostnameVerifier(new AsciiHostnameVerifier(base.hostnameVerifier()))
            .authenticator(Authenticator.NONE)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true);
    builder.interceptors().add(0, new AttemptInterceptor());
    for (Interceptor interceptor : innermost) {
      builder.addInterceptor(interceptor);
    }
    builder
        .addInterceptor(new ResponseLimit())
        .addInterceptor(FreshConnection.application())
        .addInterceptor(OneExchange.application());
    builder.networkInterceptors().add(0, OneExchange.network());
    builder.addNetworkInterceptor(FreshConnection.network());
    return builder.build();
  }
}
