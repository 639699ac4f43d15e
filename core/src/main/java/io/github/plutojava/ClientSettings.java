package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.text.Text;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link PlutoClient}: what its builder sets, and the checks of the values. */
class ClientSettings {
  private static final Duration LONGEST_CALL_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

  @Nullable Supplier<String> apiKey;
  String baseUrl = BaseUrl.DEFAULT;
  boolean allowCleartext;
  Duration callTimeout = Duration.ofSeconds(90);
  RetryPolicy retryPolicy = RetryPolicy.defaults();
  HttpLoggingInterceptor.Level logLevel = HttpLoggingInterceptor.Level.NONE;
  String userAgent = "";
  @Nullable OkHttpClient httpClient;
  Timing timing = Timing.SYSTEM;
  HttpLoggingInterceptor.Logger logger = HttpLoggingInterceptor.Logger.DEFAULT;

  ClientSettings() {}

  ClientSettings(ClientSettings other) {
    apiKey = other.apiKey;
    baseUrl = other.baseUrl;
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
   * Sets the API key, which is made on the Pluto site. It is required, here or as a {@linkplain
   * #apiKey(Supplier) supplier}; the last one set counts. It is sent to the server of {@link
   * #baseUrl(String) baseUrl} and to no other, and stands in no message or log.
   *
   * @param apiKey visible ASCII without spaces
   * @return this builder
   * @throws IllegalArgumentException if it cannot be an API key
   */
  public ClientSettings apiKey(String apiKey) {
    String key = ApiKeySource.check("apiKey", apiKey);
    this.apiKey = () -> key;
    return this;
  }

  /**
   * Sets where the API key comes from, for keys that change.
   *
   * @param apiKey asked before each request, on the thread that makes it: for an asynchronous call,
   *     one of the client's. It must be thread-safe, and return soon: a synchronous call cannot end
   *     before it does. If it throws, or gives null or what cannot be a key, the call fails with an
   *     {@link IllegalStateException}. After a 401 it is asked again, and the request is sent again
   *     if it gives another key
   * @return this builder
   */
  public ClientSettings apiKey(Supplier<String> apiKey) {
    this.apiKey = requireNonNull(apiKey, "apiKey");
    return this;
  }

  /**
   * Sets the server's address. Default {@code https://pluto-api.trainy.ai}.
   *
   * @param baseUrl without query, fragment, user name or password; it may have a path, with or
   *     without a slash at its end. It must be https, unless {@link #allowCleartext()} is set or it
   *     is this machine itself ({@code localhost}, {@code 127.0.0.0/8}, {@code ::1}), which {@link
   *     PlutoClient.Builder#build()} checks
   * @return this builder
   * @throws IllegalArgumentException if it is no such address
   */
  public ClientSettings baseUrl(String baseUrl) {
    this.baseUrl = BaseUrl.parse(baseUrl).toString();
    return this;
  }

  /**
   * Allows http to other machines: everyone on the way can read the API key. Default: not allowed.
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
   * waits before them. Then the call fails with a {@link PlutoTransportException} whose {@link
   * PlutoTransportException#timedOut() timedOut()} is true. Default 90 seconds.
   *
   * @param callTimeout from 1 to 2147483647 milliseconds (almost 25 days); zero is refused, since
   *     no call is to last for ever
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public ClientSettings callTimeout(Duration callTimeout) {
    requireNonNull(callTimeout, "callTimeout");
    if (callTimeout.compareTo(Duration.ofMillis(1)) < 0
        || callTimeout.compareTo(LONGEST_CALL_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "callTimeout "
              + callTimeout
              + " is out of range: it goes from 1 ms to "
              + LONGEST_CALL_TIMEOUT.toMillis()
              + " ms");
    }
    this.callTimeout = callTimeout;
    return this;
  }

  /**
   * Sets how often a call is sent again. Default {@link RetryPolicy#defaults()}: twice, after at
   * most 0.5 and 1 seconds.
   *
   * @param retryPolicy {@link RetryPolicy#none()} to send each call once
   * @return this builder
   */
  public ClientSettings retryPolicy(RetryPolicy retryPolicy) {
    this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
    return this;
  }

  /**
   * Sets what OkHttp's {@link HttpLoggingInterceptor} logs of each request and answer, to the
   * platform's log (java.util.logging at INFO, or Logcat). The API key never stands in it. Default
   * {@code NONE}.
   *
   * @param logLevel {@code BASIC} for the request and status lines, {@code HEADERS} for the headers
   *     too, {@code BODY} for all
   * @return this builder
   */
  public ClientSettings logLevel(HttpLoggingInterceptor.Level logLevel) {
    this.logLevel = requireNonNull(logLevel, "logLevel");
    return this;
  }

  /**
   * Sets what is put before the library's own {@code User-Agent}, which is {@code pluto-java/} and
   * its version. Default: nothing.
   *
   * @param userAgent the program's name and version, such as {@code my-tool/1.0}: visible ASCII and
   *     single spaces between; not empty
   * @return this builder
   * @throws IllegalArgumentException if it is empty or has other characters
   */
  public ClientSettings userAgent(String userAgent) {
    requireNonNull(userAgent, "userAgent");
    if (!userAgent.matches("[!-~]+( [!-~]+)*")) {
      throw new IllegalArgumentException(
          "userAgent "
              + Text.quote(userAgent)
              + " is not visible ASCII with single spaces between, such as my-tool/1.0");
    }
    this.userAgent = userAgent;
    return this;
  }

  /**
   * Sets an OkHttpClient to build on, for its proxies, TLS settings, pools and interceptors. This
   * library never closes it. Default: one of the client's own, with up to 64 asynchronous calls at
   * once, a connect timeout of 10 seconds, read and write timeouts of 30 seconds, and HTTP/1.1.
   *
   * <p>That client's own limits, protocols, threads, connect, read and write timeouts and loggers
   * stay in force. Its redirects, call timeout and {@link okhttp3.Authenticator} do not: redirects
   * are never followed, {@link #callTimeout(Duration) callTimeout} takes the other's place, and
   * nothing but the API key answers a 401 (a proxy's authenticator stays). Its interceptors see
   * each attempt, and its {@link okhttp3.EventListener} sees each as a call. A synchronous call
   * cannot end before they return. What they throw is thrown by the call as it is.
   *
   * <p>If that client has a {@link javax.net.SocketFactory} of its own, its sockets are used as
   * they are. Otherwise, and in the client's own, sockets have {@code TCP_NODELAY} set.
   *
   * @param httpClient the client to build on
   * @return this builder
   */
  public ClientSettings httpClient(OkHttpClient httpClient) {
    this.httpClient = requireNonNull(httpClient, "httpClient");
    return this;
  }

  /** Sets the clocks and dice of tests. */
  ClientSettings timing(Timing timing) {
    this.timing = timing;
    return this;
  }

  /** Sets where the log of tests goes. */
  ClientSettings logger(HttpLoggingInterceptor.Logger logger) {
    this.logger = logger;
    return this;
  }
}
