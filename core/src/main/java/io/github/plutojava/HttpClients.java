package io.github.plutojava;

import java.security.Security;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The OkHttpClients of a client that is lent none, and what is set on either kind. There are two,
 * with the same threads and connections, because one for https reads the trust store, which takes
 * longer than all else that a start does.
 */
final class HttpClients {
  private static final int MAX_CONCURRENT_CALLS = 64;

  /** Less than the 5 s after which the server closes an idle connection. */
  private static final int IDLE_SECONDS = 4;

  /** There, plain sockets stay: those on channels have not been tried. */
  private static final boolean IS_ANDROID = "Dalvik".equals(System.getProperty("java.vm.name"));

  private static final OkHttpClient CLEARTEXT =
      settings().connectionSpecs(Collections.singletonList(ConnectionSpec.CLEARTEXT)).build();

  /** With the trust store, which is read once for all clients of a process. */
  private static @Nullable OkHttpClient secureTemplate;

  private static final AtomicBoolean IS_PREPARED = new AtomicBoolean();
  private static final AtomicBoolean IS_PREPARED_FOR_HTTPS = new AtomicBoolean();

  private final UnaryOperator<OkHttpClient> withInterceptors;
  private final Dispatcher dispatcher;
  private final ConnectionPool connections =
      new ConnectionPool(MAX_CONCURRENT_CALLS, IDLE_SECONDS, TimeUnit.SECONDS);
  private final OkHttpClient cleartext;
  private volatile @Nullable OkHttpClient secure;

  /** Makes clients with threads, all of them daemons, and connections of their own. */
  HttpClients(UnaryOperator<OkHttpClient> withInterceptors) {
    this.withInterceptors = withInterceptors;
    dispatcher = new Dispatcher(DaemonThreads.pool("Pluto call", MAX_CONCURRENT_CALLS));
    dispatcher.setMaxRequests(MAX_CONCURRENT_CALLS);
    dispatcher.setMaxRequestsPerHost(MAX_CONCURRENT_CALLS);
    cleartext = create(CLEARTEXT);
  }

  private static OkHttpClient.Builder settings() {
    return new OkHttpClient.Builder()
        .socketFactory(IS_ANDROID ? SocketFactory.getDefault() : new ChannelSocketFactory())
        // HTTP/2's reader in OkHttp 3.14 is no daemon, and does not bound response headers.
        .protocols(Collections.singletonList(Protocol.HTTP_1_1))
        .connectTimeout(10, TimeUnit.SECONDS)
        .readTimeout(30, TimeUnit.SECONDS)
        .writeTimeout(30, TimeUnit.SECONDS);
  }

  private OkHttpClient create(OkHttpClient template) {
    return withInterceptors.apply(
        template.newBuilder().dispatcher(dispatcher).connectionPool(connections).build());
  }

  /**
   * Begins, on a thread of its own, with what a first call in a new JVM would wait for longest: the
   * trust store for https, else the list of security providers, by which OkHttp tells its platform,
   * and Jackson.
   */
  static void prepare(boolean isHttps) {
    if ((isHttps ? IS_PREPARED_FOR_HTTPS : IS_PREPARED).compareAndSet(false, true)) {
      Runnable preparation = isHttps ? HttpClients::prepareHttps : HttpClients::prepareHttp;
      DaemonThreads.named("Pluto start").newThread(preparation).start();
    }
  }

  private static void prepareHttps() {
    try {
      OkHttpClient unused = secureTemplate();
    } catch (IllegalStateException e) { // The first call meets it, too, and says so.
    }
  }

  private static void prepareHttp() {
    Security.getProviders();
    RunJson.write(ResumeTarget.byId(1));
  }

  private static synchronized OkHttpClient secureTemplate() {
    if (secureTemplate == null) {
      try {
        secureTemplate = settings().build();
      } catch (AssertionError | Exception e) { // OkHttp 4, in Kotlin, throws checked ones, too.
        throw new IllegalStateException(
            "the platform's trust store cannot be read: check the system properties"
                + " javax.net.ssl.trustStore...",
            e);
      }
    }
    return secureTemplate;
  }

  OkHttpClient forUrl(HttpUrl url) {
    if (!url.isHttps()) {
      return cleartext;
    }
    OkHttpClient client = secure;
    if (client == null) {
      client = create(secureTemplate());
      secure = client; // Another thread may make one, too: it has the same threads and connections.
    }
    return client;
  }

  void close() {
    dispatcher.executorService().shutdown();
    connections.evictAll();
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
