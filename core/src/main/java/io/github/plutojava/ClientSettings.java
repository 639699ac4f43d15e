package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.text.Text;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link PlutoClient}, which its builder sets, and the checks of their values.
 */
class ClientSettings {
  @Nullable Supplier<String> apiKey;
  Address baseUrl = new Address(BaseUrl.DEFAULT, null);
  @Nullable Address ingestUrl;
  @Nullable Address heartbeatUrl;
  boolean allowCleartext;
  Duration callTimeout = Duration.ofSeconds(90);
  RetryPolicy retryPolicy = RetryPolicy.defaults();
  HttpLoggingInterceptor.Level logLevel = HttpLoggingInterceptor.Level.NONE;
  String userAgent = "";
  @Nullable OkHttpClient httpClient;
  Timing timing = Timing.SYSTEM;
  HttpLoggingInterceptor.Logger logger = HttpLoggingInterceptor.Logger.DEFAULT;

  /**
   * An address that was set, and checked.
   *
   * @param variable the environment variable that it came from, if any
   */
  record Address(String url, @Nullable String variable) {}

  ClientSettings() {}

  ClientSettings(ClientSettings other) {
    apiKey = other.apiKey;
    baseUrl = other.baseUrl;
    ingestUrl = other.ingestUrl;
    heartbeatUrl = other.heartbeatUrl;
    allowCleartext = other.allowCleartext;
    callTimeout = other.callTimeout;
    retryPolicy = other.retryPolicy;
    logLevel = other.logLevel;
    userAgent = other.userAgent;
    httpClient = other.httpClient;
    timing = other.timing;
    logger = other.logger;
  }

  /**
   * Sets the API key, which you make on the Pluto site. A key is required, here or from a
   * {@linkplain #apiKey(Supplier) supplier}; the last one set counts. The key is sent to Pluto's
   * three addresses that are set here and to no other, and appears in no message or log.
   *
   * @param apiKey visible ASCII without spaces
   * @return this builder
   * @throws IllegalArgumentException if {@code apiKey} cannot be an API key
   */
  public ClientSettings apiKey(String apiKey) {
    String key = ApiKeySource.check("apiKey", apiKey);
    this.apiKey = () -> key;
    return this;
  }

  /**
   * Sets where the API key comes from, for keys that change.
   *
   * @param apiKey gives the key. It is called before each request, on the thread that makes the
   *     request; for an asynchronous call, that is one of the client's threads. It must be
   *     thread-safe, and must return soon, since a synchronous call cannot end before it does. For
   *     heartbeats it is called on a thread of its own: if it takes longer than a second, they are
   *     sent with the last key that it gave. If it throws, or gives null or something that cannot
   *     be a key, the call fails with an {@link IllegalStateException}. After a 401, it is called
   *     again, and the request is retried once if it gives another key
   * @return this builder
   */
  public ClientSettings apiKey(Supplier<String> apiKey) {
    this.apiKey = requireNonNull(apiKey, "apiKey");
    return this;
  }

  /**
   * Sets the server's address. Default {@code https://pluto-api.trainy.ai}.
   *
   * @param baseUrl an address without query, fragment, user name or password. It may have a path,
   *     with or without a slash at its end. It must be https, unless {@link #allowCleartext()} is
   *     set or its host is this machine itself ({@code localhost}, {@code 127.0.0.0/8}, {@code
   *     ::1}); {@link PlutoClient.Builder#build()} checks that
   * @return this builder
   * @throws IllegalArgumentException if {@code baseUrl} is not an http or https address, or has a
   *     query, fragment, user name or password
   */
  public ClientSettings baseUrl(String baseUrl) {
    this.baseUrl = new Address(BaseUrl.parse(baseUrl).toString(), null);
    return this;
  }

  /**
   * Sets the address of the service that takes points. Default {@code
   * https://pluto-ingest.trainy.ai} while {@link #baseUrl(String) baseUrl} is the default, else
   * none: without one, a run cannot be logged to.
   *
   * @param ingestUrl with the rules of {@link #baseUrl(String) baseUrl}
   * @return this builder
   * @throws IllegalArgumentException if it is no such address
   */
  public ClientSettings ingestUrl(String ingestUrl) {
    this.ingestUrl = new Address(BaseUrl.parse("ingestUrl", ingestUrl).toString(), null);
    return this;
  }

  /**
   * Sets the address of the service that takes heartbeats. Default {@code
   * https://pluto-py.trainy.ai} while {@link #baseUrl(String) baseUrl} is the default, else none:
   * without one, a run can be logged to only with {@linkplain RunOptions.Builder#heartbeatInterval
   * heartbeats} off.
   *
   * @param heartbeatUrl with the rules of {@link #baseUrl(String) baseUrl}
   * @return this builder
   * @throws IllegalArgumentException if it is no such address
   */
  public ClientSettings heartbeatUrl(String heartbeatUrl) {
    this.heartbeatUrl = new Address(BaseUrl.parse("heartbeatUrl", heartbeatUrl).toString(), null);
    return this;
  }

  /**
   * Sets the three addresses as a self-hosted Pluto has them: {@code http://host:3001} for {@link
   * #baseUrl(String) baseUrl}, port 3003 for {@link #ingestUrl(String) ingestUrl}, and port 3004
   * for {@link #heartbeatUrl(String) heartbeatUrl}. They are cleartext, so a host other than this
   * machine needs {@link #allowCleartext()}, too.
   *
   * @param host a host name or an IP address; IPv6 with or without brackets
   * @return this builder
   * @throws IllegalArgumentException if it is more than a host, such as an address with a scheme or
   *     a port: set the three addresses one by one then
   */
  public ClientSettings selfHosted(String host) {
    HttpUrl url = BaseUrl.ofHost("host", host);
    baseUrl = new Address(url.newBuilder().port(3001).build().toString(), null);
    ingestUrl = new Address(url.newBuilder().port(3003).build().toString(), null);
    heartbeatUrl = new Address(url.newBuilder().port(3004).build().toString(), null);
    return this;
  }

  /**
   * Sets what the environment variables say, and leaves the rest as it is: the API key from {@code
   * PLUTO_API_KEY}, and the three addresses from {@code PLUTO_URL_API}, {@code PLUTO_URL_INGEST}
   * and {@code PLUTO_URL_PY} (the heartbeats). Each has an older name, which is read if the newer
   * one is not set: {@code MLOP_API_TOKEN}, {@code MLOP_URL_API}, {@code MLOP_URL_INGEST}, {@code
   * MLOP_URL_PY}. An empty variable counts as not set. What is set later on this builder wins.
   *
   * @return this builder
   * @throws IllegalStateException if a variable's value cannot be used; the message names the
   *     variable
   */
  public ClientSettings fromEnvironment() {
    Environment.read(System::getenv, this);
    return this;
  }

  /**
   * Allows http to other machines. Everyone on the way can then read the API key. Default: not
   * allowed.
   *
   * @return this builder
   */
  public ClientSettings allowCleartext() {
    allowCleartext = true;
    return this;
  }

  /**
   * Sets the time within which a call must end. It spans everything: the wait of an asynchronous
   * call for its turn, looking up the host, connecting, sending, receiving, all retries and the
   * waits before them. When the time is over, the call fails with a {@link PlutoTransportException}
   * whose {@link PlutoTransportException#timedOut() timedOut()} is true. Default 90 seconds.
   *
   * <p>This limit is for {@link RunsApi} and for services of your own. The requests of an {@link
   * ActiveRun} have limits of their own, of at most 30 seconds, and are repeated while it is open.
   *
   * @param callTimeout from 1 to 2147483647 milliseconds (almost 25 days); zero is refused, since
   *     every call must end
   * @return this builder
   * @throws IllegalArgumentException if {@code callTimeout} is out of range
   */
  public ClientSettings callTimeout(Duration callTimeout) {
    this.callTimeout =
        Limits.check("callTimeout", callTimeout, Duration.ofMillis(1), Limits.LONGEST, false);
    return this;
  }

  /**
   * Sets how often a call is sent again. Default {@link RetryPolicy#defaults()}: twice, after at
   * most 0.5 and 1 seconds.
   *
   * @param retryPolicy the policy; {@link RetryPolicy#none()} never retries
   * @return this builder
   */
  public ClientSettings retryPolicy(RetryPolicy retryPolicy) {
    this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
    return this;
  }

  /**
   * Sets what OkHttp's {@link HttpLoggingInterceptor} logs about each request and answer. It writes
   * to the platform's log (java.util.logging at INFO, or Logcat). The API key never appears there.
   * Default {@code NONE}.
   *
   * @param logLevel {@code BASIC} for the request and status lines, {@code HEADERS} to add the
   *     headers, {@code BODY} for everything
   * @return this builder
   */
  public ClientSettings logLevel(HttpLoggingInterceptor.Level logLevel) {
    this.logLevel = requireNonNull(logLevel, "logLevel");
    return this;
  }

  /**
   * Sets a prefix for the library's own {@code User-Agent}, which is {@code pluto-java/} and its
   * version. Default: no prefix.
   *
   * @param userAgent the program's name and version, such as {@code my-tool/1.0}: visible ASCII
   *     with single spaces between words; not empty
   * @return this builder
   * @throws IllegalArgumentException if {@code userAgent} is empty or has other characters
   */
  public ClientSettings userAgent(String userAgent) {
    requireNonNull(userAgent, "userAgent");
    if (!userAgent.matches("[!-~]+( [!-~]+)*")) {
      throw new IllegalArgumentException(
          "userAgent "
              + Text.quote(userAgent)
              + " is not visible ASCII with single spaces between words, such as my-tool/1.0");
    }
    this.userAgent = userAgent;
    return this;
  }

  /**
   * Sets an OkHttpClient to build on, for its proxies, TLS settings, pools and interceptors. This
   * library never closes it. By default, the client makes its own, with up to 64 asynchronous calls
   * at once, a connect timeout of 10 seconds, read and write timeouts of 30 seconds, and HTTP/1.1.
   *
   * <p>The limits, protocols, threads and loggers of your OkHttpClient stay in force, and so do its
   * connect, read and write timeouts. Its redirects, call timeout and {@link okhttp3.Authenticator}
   * do not: redirects are never followed, {@link #callTimeout(Duration) callTimeout} replaces its
   * call timeout, and nothing but the API key answers a 401 (the proxy authenticator stays). Its
   * interceptors see each attempt, and its {@link okhttp3.EventListener} sees each attempt as a
   * call. A synchronous call cannot end before they return. If they throw an unchecked exception or
   * an Error, the call throws it as it is. If they throw an {@link java.io.IOException}, the
   * attempt has failed.
   *
   * <p>If your OkHttpClient has a {@link javax.net.SocketFactory} of its own, its sockets are used
   * as they are. All other sockets, but those to a SOCKS proxy, have {@code TCP_NODELAY} set.
   *
   * @param httpClient the OkHttpClient to build on
   * @return this builder
   */
  public ClientSettings httpClient(OkHttpClient httpClient) {
    this.httpClient = requireNonNull(httpClient, "httpClient");
    return this;
  }

  /** Sets the clock and the random numbers of tests. */
  ClientSettings timing(Timing timing) {
    this.timing = timing;
    return this;
  }

  /** Sets where the log goes in tests. */
  ClientSettings logger(HttpLoggingInterceptor.Logger logger) {
    this.logger = logger;
    return this;
  }
}
