package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CallsInFlight;
import io.github.plutojava.internal.call.PlutoCallAdapterFactory;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.http.HttpClients;
import io.github.plutojava.internal.http.PlutoCallFactory;
import io.github.plutojava.internal.http.RedactingLogger;
import io.github.plutojava.internal.http.Retries;
import io.github.plutojava.internal.text.Text;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * The way to a Pluto server: gives the API for runs, and services of your own.
 *
 * <pre>{@code
 * try (PlutoClient pluto = PlutoClient.fromEnvironment()) {
 *   ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
 *   System.out.println(run.url());
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. It keeps connections open and has threads of its own (all of them
 * daemons), so make one and share it. {@linkplain #close() Close} it when it is no longer needed.
 * The platform's trust store and default {@link java.net.ProxySelector} are read once for each
 * client: set them before it is made.
 */
public final class PlutoClient implements AutoCloseable {
  private final Builder settings;
  private final HttpUrl baseUrl;

  /** Null if an OkHttpClient was passed in. */
  private final @Nullable HttpClients own;

  private final CallsInFlight inFlight;
  private final Retrofit retrofit;
  private final RunsApi runs;

  private PlutoClient(Builder builder, Supplier<String> apiKeySupplier) {
    // First, since it goes on beside all that follows.
    if (builder.httpClient == null) {
      WarmUp.begin();
    }
    settings = new Builder(builder);
    baseUrl = BaseUrl.parse(builder.baseUrl);
    if (!builder.allowCleartext) {
      BaseUrl.requireSecure(baseUrl);
    }
    ApiKeySource apiKey = new ApiKeySource(apiKeySupplier);
    Timing timing = builder.timing;
    BearerAuthInterceptor auth = new BearerAuthInterceptor(baseUrl, apiKey);
    Interceptor[] interceptors =
        builder.logLevel == HttpLoggingInterceptor.Level.NONE
            ? new Interceptor[] {auth}
            : new Interceptor[] {auth, new RedactingLogger(builder.logLevel, builder.logger)};
    UnaryOperator<OkHttpClient> withInterceptors =
        http -> HttpClients.withInterceptors(http, interceptors);
    Function<HttpUrl, OkHttpClient> clients;
    Predicate<HttpUrl> isReady;
    if (builder.httpClient == null) {
      own = new HttpClients(withInterceptors);
      clients = own::forUrl;
      isReady = own::isReady;
    } else {
      own = null;
      OkHttpClient lent = withInterceptors.apply(builder.httpClient);
      clients = url -> lent;
      isReady = url -> true;
    }
    inFlight = new CallsInFlight(builder.callTimeout.toNanos(), timing.nanoTime());
    CallOutcome outcome =
        new CallOutcome(
            new ErrorDecoder(baseUrl, timing.now()), new TransportFailures(builder.callTimeout));
    retrofit =
        new Retrofit.Builder()
            .baseUrl(baseUrl)
            .callFactory(
                new PlutoCallFactory(
                    clients,
                    isReady,
                    new IdempotentRequests(),
                    new Retries(builder.retryPolicy.limits(), apiKey, timing),
                    timing,
                    inFlight.timer(),
                    userAgent(builder.userAgent),
                    builder.allowCleartext))
            .addCallAdapterFactory(new PlutoCallAdapterFactory(inFlight, outcome))
            .addConverterFactory(new RunConverterFactory())
            .build();
    runs = retrofit.create(RunsApi.class);
  }

  private static String userAgent(String prefix) {
    String own = "pluto-java/" + LibraryVersion.VERSION;
    return prefix.isEmpty() ? own : prefix + " " + own;
  }

  /**
   * Makes a client for the Pluto service with default settings.
   *
   * @param apiKey see {@link Builder#apiKey(String)}
   * @return the client
   * @throws IllegalArgumentException if {@code apiKey} cannot be an API key
   */
  public static PlutoClient create(String apiKey) {
    return builder().apiKey(apiKey).build();
  }

  /**
   * Makes a client with the settings of the environment, and defaults for the rest: the API key
   * from {@code PLUTO_API_KEY} or, by its older name, {@code MLOP_API_TOKEN}; the server's address
   * from {@code PLUTO_URL_API} or {@code MLOP_URL_API}, else {@code https://pluto-api.trainy.ai}.
   * An empty variable counts as none.
   *
   * @return the client
   * @throws IllegalStateException if there is no API key, or a variable's value cannot be used; the
   *     message names the variable
   */
  public static PlutoClient fromEnvironment() {
    return Environment.client(System::getenv);
  }

  /** {@return a builder with default settings, for which only an API key is missing} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return a builder with this client's settings} What it builds shares nothing with this client
   * but an {@linkplain Builder#httpClient(OkHttpClient) OkHttpClient} that was passed in.
   */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /** {@return the API for runs} */
  public RunsApi runs() {
    return runs;
  }

  /**
   * Makes an instance of an annotated Retrofit interface of your own for other endpoints of the
   * same server, with the API key, deadline, retries, limits and exceptions of {@link RunsApi}.
   *
   * <p>A method returns the body, {@code Void} if there is none, or a {@link
   * java.util.concurrent.CompletableFuture} of it. Bodies are read and written by Jackson; unknown
   * properties are ignored. The API key goes to no other server, whatever a {@code @Url} says.
   *
   * <p>Requests are retried as the {@link RetryPolicy} says. A {@code POST} or {@code PATCH} that
   * may have arrived is not sent again, unless its method is marked {@link Idempotent}.
   *
   * @param service the interface
   * @param <T> its type
   * @return an instance of it, which is thread-safe
   * @throws IllegalArgumentException if it is not an interface, or one of its methods is not one
   *     that this client can implement, such as one that returns a {@code Call} or {@code Response}
   */
  public <T> T create(Class<T> service) {
    requireNonNull(service, "service");
    return JacksonServices.create(retrofit, service);
  }

  /**
   * Ends the calls in flight, each with a {@link PlutoTransportException}, closes the connections
   * and lets the threads go. Calls after it fail with an {@link IllegalStateException}. An
   * {@linkplain Builder#httpClient(OkHttpClient) OkHttpClient} that was passed in is left alone.
   * Closing again does nothing.
   */
  @Override
  public void close() {
    inFlight.close();
    if (own != null) {
      own.close();
    }
  }

  /** {@return the server's address, in words for a log; never the API key} */
  @Override
  public String toString() {
    return "PlutoClient[" + baseUrl + "]";
  }

  /** The settings of a {@link PlutoClient}, and their defaults. Only the API key has none. */
  public static final class Builder {
    private static final Duration LONGEST_CALL_TIMEOUT = Duration.ofMillis(Integer.MAX_VALUE);

    private @Nullable Supplier<String> apiKey;
    private String baseUrl = BaseUrl.DEFAULT;
    private boolean allowCleartext;
    private Duration callTimeout = Duration.ofSeconds(90);
    private RetryPolicy retryPolicy = RetryPolicy.defaults();
    private HttpLoggingInterceptor.Level logLevel = HttpLoggingInterceptor.Level.NONE;
    private String userAgent = "";
    private @Nullable OkHttpClient httpClient;
    private Timing timing = Timing.SYSTEM;
    private HttpLoggingInterceptor.Logger logger = HttpLoggingInterceptor.Logger.DEFAULT;

    private Builder() {}

    private Builder(Builder other) {
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
    public Builder apiKey(String apiKey) {
      String key = ApiKeySource.check("apiKey", apiKey);
      this.apiKey = () -> key;
      return this;
    }

    /**
     * Sets where the API key comes from, for keys that change.
     *
     * @param apiKey asked before each request, on the thread that makes it: for an asynchronous
     *     call, one of the client's. It must be thread-safe, and return soon: a synchronous call
     *     cannot end before it does. If it throws, or gives null or what cannot be a key, the call
     *     fails with an {@link IllegalStateException}. After a 401 it is asked again, and the
     *     request is sent again if it gives another key
     * @return this builder
     */
    public Builder apiKey(Supplier<String> apiKey) {
      this.apiKey = requireNonNull(apiKey, "apiKey");
      return this;
    }

    /**
     * Sets the server's address. Default {@code https://pluto-api.trainy.ai}.
     *
     * @param baseUrl without query, fragment, user name or password; it may have a path, with or
     *     without a slash at its end. It must be https, unless {@link #allowCleartext()} is set or
     *     it is this machine itself ({@code localhost}, {@code 127.0.0.0/8}, {@code ::1}), which
     *     {@link #build()} checks
     * @return this builder
     * @throws IllegalArgumentException if it is no such address
     */
    public Builder baseUrl(String baseUrl) {
      this.baseUrl = BaseUrl.parse(baseUrl).toString();
      return this;
    }

    /**
     * Allows http to other machines: everyone on the way can read the API key. Default: not
     * allowed.
     *
     * @return this builder
     */
    public Builder allowCleartext() {
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
    public Builder callTimeout(Duration callTimeout) {
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
    public Builder retryPolicy(RetryPolicy retryPolicy) {
      this.retryPolicy = requireNonNull(retryPolicy, "retryPolicy");
      return this;
    }

    /**
     * Sets what OkHttp's {@link HttpLoggingInterceptor} logs of each request and answer, to the
     * platform's log (java.util.logging at INFO, or Logcat). The API key never stands in it.
     * Default {@code NONE}.
     *
     * @param logLevel {@code BASIC} for the request and status lines, {@code HEADERS} for the
     *     headers too, {@code BODY} for all
     * @return this builder
     */
    public Builder logLevel(HttpLoggingInterceptor.Level logLevel) {
      this.logLevel = requireNonNull(logLevel, "logLevel");
      return this;
    }

    /**
     * Sets what is put before the library's own {@code User-Agent}, which is {@code pluto-java/}
     * and its version. Default: nothing.
     *
     * @param userAgent the program's name and version, such as {@code my-tool/1.0}: visible ASCII
     *     and single spaces between; not empty
     * @return this builder
     * @throws IllegalArgumentException if it is empty or has other characters
     */
    public Builder userAgent(String userAgent) {
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
     * library never closes it. Default: one of the client's own, with up to 64 asynchronous calls
     * at once, a connect timeout of 10 seconds, read and write timeouts of 30 seconds, and
     * HTTP/1.1.
     *
     * <p>That client's own limits, protocols, threads, connect, read and write timeouts and loggers
     * stay in force. Its redirects, call timeout and {@link okhttp3.Authenticator} do not:
     * redirects are never followed, {@link #callTimeout(Duration) callTimeout} takes the other's
     * place, and nothing but the API key answers a 401 (a proxy's authenticator stays). Its
     * interceptors see each attempt, and its {@link okhttp3.EventListener} sees each as a call. A
     * synchronous call cannot end before they return. What they throw is thrown by the call as it
     * is.
     *
     * <p>If that client has a {@link javax.net.SocketFactory} of its own, its sockets are used as
     * they are. Otherwise, and in the client's own, sockets have {@code TCP_NODELAY} set.
     *
     * @param httpClient the client to build on
     * @return this builder
     */
    public Builder httpClient(OkHttpClient httpClient) {
      this.httpClient = requireNonNull(httpClient, "httpClient");
      return this;
    }

    /** Sets the clocks and dice of tests. */
    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /** Sets where the log of tests goes. */
    Builder logger(HttpLoggingInterceptor.Logger logger) {
      this.logger = logger;
      return this;
    }

    /**
     * Builds the client. Nothing is sent yet.
     *
     * @return the client
     * @throws IllegalStateException if no API key is set
     * @throws IllegalArgumentException if the base URL is http to another machine and {@link
     *     #allowCleartext()} is not set
     */
    public PlutoClient build() {
      if (apiKey == null) {
        throw new IllegalStateException(
            "no API key: set apiKey, or use PlutoClient.fromEnvironment() with PLUTO_API_KEY set");
      }
      return new PlutoClient(this, apiKey);
    }
  }
}
