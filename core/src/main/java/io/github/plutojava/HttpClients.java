package io.github.plutojava;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
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

  /** What all of our own have in common. The trust store, above all, is read only once. */
  private static final OkHttpClient TEMPLATE =
      new OkHttpClient.Builder()
          .socketFactory(IS_ANDROID ? SocketFactory.getDefault() : new ChannelSocketFactory())
          // HTTP/2's reader in OkHttp 3.14 is no daemon, and does not bound response headers.
          .protocols(Collections.singletonList(Protocol.HTTP_1_1))
          .connectTimeout(10, TimeUnit.SECONDS)
          .readTimeout(30, TimeUnit.SECONDS)
          .writeTimeout(30, TimeUnit.SECONDS)
          .build();

  private HttpClients() {}

  /** Returns one with threads, all of them daemons, and connections of its own. */
  static OkHttpClient create() {
    Dispatcher dispatcher = new Dispatcher(DaemonThreads.pool("Pluto call"));
    dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
    return TEMPLATE
        .newBuilder()
        .dispatcher(dispatcher)
        .connectionPool(new ConnectionPool(MAX_CONCURRENT_CALLS, IDLE_SECONDS, TimeUnit.SECONDS))
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
