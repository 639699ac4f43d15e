package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.http.RedactingLogger;
import io.github.plutojava.internal.http.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import retrofit2.Retrofit;

/**
 * A client for a Pluto server. It gives you the API for runs, and instances of your own service
 * interfaces.
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
 * client: set them before you make the client.
 */
public final class PlutoClient implements AutoCloseable {
  private final ClientSettings settings;
  private final HttpUrl baseUrl;
  private final Transport transport;
  private final Retrofit retrofit;
  private final RunsApi runs;

  private PlutoClient(ClientSettings builder, Supplier<String> apiKeySupplier) {
    // First, since it runs in parallel with all that follows.
    if (builder.httpClient == null) {
      WarmUp.begin();
    }
    settings = new ClientSettings(builder);
    baseUrl = BaseUrl.parse(settings.baseUrl);
    if (!settings.allowCleartext) {
      BaseUrl.requireSecure(baseUrl);
    }
    ApiKeySource apiKey = new ApiKeySource(apiKeySupplier);
    transport =
        new Transport(
            settings.httpClient,
            interceptors(new BearerAuthInterceptor(List.of(baseUrl), apiKey)),
            apiKey,
            userAgent(settings.userAgent),
            settings.allowCleartext,
            settings.timing);
    CallDefaults defaults =
        new CallDefaults(
            baseUrl, settings.callTimeout, settings.retryPolicy.limits(), settings.timing.now());
    retrofit =
        transport
            .services(baseUrl, defaults)
            .addConverterFactory(new RunConverterFactory())
            .build();
    runs = retrofit.create(RunsApi.class);
  }

  private Interceptor[] interceptors(BearerAuthInterceptor auth) {
    return settings.logLevel == HttpLoggingInterceptor.Level.NONE
        ? new Interceptor[] {auth}
        : new Interceptor[] {auth, new RedactingLogger(settings.logLevel, settings.logger)};
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
   * Makes a client with settings from environment variables, and defaults for the rest. The API key
   * comes from {@code PLUTO_API_KEY} or, by its older name, {@code MLOP_API_TOKEN}. The server's
   * address comes from {@code PLUTO_URL_API} or, by its older name, {@code MLOP_URL_API}; the
   * default is {@code https://pluto-api.trainy.ai}. An empty variable counts as not set.
   *
   * @return the client
   * @throws IllegalStateException if there is no API key, or if the value of a variable cannot be
   *     used; the message names the variable
   */
  public static PlutoClient fromEnvironment() {
    return Environment.client(System::getenv);
  }

  /** {@return a builder with default settings, which lacks only an API key} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return a builder with this client's settings} A client that it builds is independent of this
   * one, except that the two share an {@linkplain Builder#httpClient(OkHttpClient) OkHttpClient}
   * that you passed in.
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
   * <p>A method returns the body ({@code Void} if there is none), or a {@link
   * java.util.concurrent.CompletableFuture} of it. Jackson reads and writes the bodies, and ignores
   * unknown properties. The API key goes to no other server, whatever a {@code @Url} says.
   *
   * <p>Requests are retried as the {@link RetryPolicy} says. A {@code POST} or {@code PATCH} that
   * may have arrived is not sent again, unless its method is marked {@link Idempotent}.
   *
   * @param service the interface
   * @param <T> its type
   * @return an instance of it, which is thread-safe
   * @throws IllegalArgumentException if {@code service} is not an interface, or has a method that
   *     this client cannot implement, such as one that returns a {@code Call} or {@code Response}
   */
  public <T> T create(Class<T> service) {
    requireNonNull(service, "service");
    return JacksonServices.create(retrofit, service);
  }

  /**
   * Ends the calls in flight, each with a {@link PlutoTransportException}, closes the connections
   * and lets the threads end. Later calls fail with an {@link IllegalStateException}. An
   * {@linkplain Builder#httpClient(OkHttpClient) OkHttpClient} that you passed in is left alone.
   * Closing the client again does nothing.
   */
  @Override
  public void close() {
    transport.close();
  }

  /** {@return a text for logs, with the server's address and without the API key} */
  @Override
  public String toString() {
    return "PlutoClient[" + baseUrl + "]";
  }

  /** Builds a {@link PlutoClient}. All settings but the API key have defaults. */
  public static final class Builder extends ClientSettings {
    private Builder() {}

    private Builder(ClientSettings settings) {
      super(settings);
    }

    @Override
    public Builder apiKey(String apiKey) {
      super.apiKey(apiKey);
      return this;
    }

    @Override
    public Builder apiKey(Supplier<String> apiKey) {
      super.apiKey(apiKey);
      return this;
    }

    @Override
    public Builder baseUrl(String baseUrl) {
      super.baseUrl(baseUrl);
      return this;
    }

    @Override
    public Builder allowCleartext() {
      super.allowCleartext();
      return this;
    }

    @Override
    public Builder callTimeout(Duration callTimeout) {
      super.callTimeout(callTimeout);
      return this;
    }

    @Override
    public Builder retryPolicy(RetryPolicy retryPolicy) {
      super.retryPolicy(retryPolicy);
      return this;
    }

    @Override
    public Builder logLevel(HttpLoggingInterceptor.Level logLevel) {
      super.logLevel(logLevel);
      return this;
    }

    @Override
    public Builder userAgent(String userAgent) {
      super.userAgent(userAgent);
      return this;
    }

    @Override
    public Builder httpClient(OkHttpClient httpClient) {
      super.httpClient(httpClient);
      return this;
    }

    @Override
    Builder timing(Timing timing) {
      super.timing(timing);
      return this;
    }

    @Override
    Builder logger(HttpLoggingInterceptor.Logger logger) {
      super.logger(logger);
      return this;
    }

    /**
     * Builds the client. Nothing is sent yet.
     *
     * @return the client
     * @throws IllegalStateException if no API key is set
     * @throws IllegalArgumentException if the base URL is an http address of another machine and
     *     {@link #allowCleartext()} is not set
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
