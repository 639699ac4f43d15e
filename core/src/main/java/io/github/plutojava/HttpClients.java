package io.github.plutojava;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The OkHttpClient of a client that is lent none, and what is set on either kind. */
final class HttpClients {
  private static final int MAX_CONCURRENT_CALLS = 64;

  /** Less than the 5 s after which the server closes an idle connection. */
  private static final int IDLE_SECONDS = 4;

  /** There, plain sockets stay: those on channels have not been tried. */
  private static final boolean IS_ANDROID = "Dalvik".equals(System.getProperty("java.vm.name"));

  private HttpClients() {}

  /** Returns one all of whose threads are daemons. HTTP/2's reader in OkHttp 3.14 is not. */
  static OkHttpClient create() {
    Dispatcher dispatcher =
        new Dispatcher(DaemonThreads.pool("Pluto call")); // The dispatcher itself sets the bound.
    dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    if (!IS_ANDROID) {
      builder.socketFactory(new InterruptibleSocketFactory());
    }
    return builder
        .dispatcher(dispatcher)
        .connectionPool(new ConnectionPool(MAX_CONCURRENT_CALLS, IDLE_SECONDS, TimeUnit.SECONDS))
        .protocols(Collections.singletonList(Protocol.HTTP_1_1))
        .connectTimeout(10, TimeUnit.SECONDS)
        .readTimeout(30, TimeUnit.SECONDS)
        .writeTimeout(30, TimeUnit.SECONDS)
        .build();
  }

  /**
   * Returns a client like {@code base} that follows no redirects, leaves the call timeout to {@link
   * CallsInFlight}, looks up hosts and checks their names with more care, and has the interceptors
   * around its own.
   */
  static OkHttpClient withInterceptors(
      OkHttpClient base, Interceptor outermost, Interceptor... innermost) {
    OkHttpClient.Builder builder =
        base.newBuilder()
            .callTimeout(0, TimeUnit.MILLISECONDS)
            .dns(new InterruptibleDns(base.dns()))
            .hostnameVerifier(new AsciiHostnameVerifier(base.hostnameVerifier()))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true);
    builder.interceptors().add(0, outermost);
    for (Interceptor interceptor : innermost) {
      builder.addInterceptor(interceptor);
    }
    builder.addInterceptor(new ResponseLimit()).addInterceptor(OneRequest.application());
    builder.networkInterceptors().add(0, OneRequest.network());
    return builder.build();
  }
}
