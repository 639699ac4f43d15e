package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.Timing;
import java.time.Duration;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.logging.HttpLoggingInterceptor;
import retrofit2.Converter;

/**
 * A client for a Pluto server. It has the API for runs, and implements your service interfaces.
 *
 * <pre>{@code
 * try (PlutoClient pluto = PlutoClient.fromEnvironment()) {
 *   ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
 *   System.out.println(run.url());
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. It keeps connections open and has threads of its own (all of them
 * daemons), so make one, share it, and {@linkplain #close() close} it when it is needed no longer.
 * The platform's trust store and default {@link java.net.ProxySelector} are read once for each
 * client: set them before you make the client.
 */
public final class PlutoClient implements AutoCloseable {
  private final ClientSettings settings;
  private final ClientParts parts;

  private PlutoClient(ClientSettings builder, Supplier<String> apiKeySupplier) {
    settings = new ClientSettings(builder);
    parts = new ClientParts(settings, apiKeySupplier);
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
   * Makes a client with the settings of the {@linkplain Builder#fromEnvironment() environment}, and
   * defaults for the rest.
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
    WarmUp.begin();
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
    return parts.runs();
  }

  /**
   * Resumes a run, as {@link RunsApi#resume resume} does, and opens it to be logged to.
   *
   * @param target the run to resume
   * @return the run, to be closed when all is logged
   * @throws PlutoException if the run cannot be resumed, as {@link RunsApi#resume resume} throws it
   * @throws IllegalStateException if the address for points or heartbeats is missing, before
   *     anything is sent, or as {@link RunsApi#resume resume} throws it
   */
  public ActiveRun resume(ResumeTarget target) {
    return resume(target, RunOptions.defaults());
  }

  /**
   * Resumes a run, as {@link #resume(ResumeTarget)}, and opens it with options.
   *
   * @param target the run to resume
   * @param options how to deliver its points
   * @return the run, to be closed when all is logged
   * @throws PlutoException as {@link #resume(ResumeTarget)}
   * @throws IllegalStateException as {@link #resume(ResumeTarget)}
   */
  public ActiveRun resume(ResumeTarget target, RunOptions options) {
    requireNonNull(target, "target");
    parts.addresses().requireForLogging(requireNonNull(options, "options"));
    return open(runs().resume(target), options);
  }

  /**
   * Opens a run that was resumed before, by this client or another, to be logged to. Never waits,
   * and sends nothing on the caller's thread, so {@code
   * pluto.runs().resumeAsync(target).thenApply(pluto::open)} is the asynchronous way. A run may be
   * open more than once, also in several processes.
   *
   * @param run the run
   * @return the run, to be closed when all is logged
   * @throws IllegalArgumentException if the ID of the run is not from 1 to 9007199254740991
   * @throws IllegalStateException if the address for points or heartbeats is missing, or the client
   *     is closed
   */
  public ActiveRun open(ResumedRun run) {
    return open(run, RunOptions.defaults());
  }

  /**
   * Opens a run, as {@link #open(ResumedRun)}, with options.
   *
   * @param run the run
   * @param options how to deliver its points
   * @return the run, to be closed when all is logged
   * @throws IllegalArgumentException as {@link #open(ResumedRun)}
   * @throws IllegalStateException as {@link #open(ResumedRun)}
   */
  public ActiveRun open(ResumedRun run, RunOptions options) {
    requireNonNull(run, "run");
    return parts.open(run, requireNonNull(options, "options"));
  }

  /**
   * Makes an instance of an annotated Retrofit interface of your own for other endpoints of the
   * same server, with the API key, deadline, retries, limits and exceptions of {@link RunsApi}.
   *
   * <p>A method returns the body ({@code Void} if there is none, {@link okhttp3.ResponseBody} to
   * read it yourself), or a {@link java.util.concurrent.CompletableFuture} of it. Jackson reads and
   * writes the bodies, and ignores unknown properties. A {@code @Body String} is sent as it is. If
   * neither the method's {@code @Headers} nor a {@link okhttp3.RequestBody} names a type, Pluto is
   * sent {@code application/json}. The API key goes to Pluto alone, whatever a {@code @Url} says.
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
    return JacksonServices.create(parts.retrofit(), service);
  }

  /**
   * Makes an instance of an interface, as {@link #create(Class)}, whose bodies your own converters
   * read and write: {@code pluto.create(Notes.class, JacksonConverterFactory.create(mapper))} uses
   * an {@code ObjectMapper} of your own.
   *
   * <p>If a converter throws an exception while it reads an answer, the call fails with a {@link
   * PlutoResponseException}, whose cause is that exception. If it throws an Error, the call throws
   * that Error.
   *
   * @param service the interface
   * @param converters are asked in this order, and before the library's own for all types but
   *     {@link ResumeTarget}, {@link ResumedRun} and a {@code @Body String}
   * @param <T> its type
   * @return an instance of it, which is thread-safe
   * @throws IllegalArgumentException as {@link #create(Class)}, or if neither a converter nor
   *     Jackson takes one of the types
   */
  public <T> T create(Class<T> service, Converter.Factory... converters) {
    requireNonNull(service, "service");
    return JacksonServices.create(
        parts.retrofit(), service, requireNonNull(converters, "converters"));
  }

  /**
   * Closes the open runs, all at once and within the longest of their {@link
   * RunOptions#closeTimeout() closeTimeout}s. Within that, it also waits for each {@code finish}
   * and {@code fail} that is under way; an interrupt does not end the wait (the flag stays set),
   * since what waits would be lost. Then this method ends the calls in flight, each with a {@link
   * PlutoTransportException}, closes the connections and lets the threads end. Later calls fail
   * with an {@link IllegalStateException}. An {@linkplain Builder#httpClient(OkHttpClient)
   * OkHttpClient} that you passed in is left alone. Closing the client again does nothing.
   */
  @Override
  public void close() {
    parts.close();
  }

  /** {@return a text for logs, with the server's address and without the API key} */
  @Override
  public String toString() {
    return "PlutoClient[" + parts.addresses().api() + "]";
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
    public Builder ingestUrl(String ingestUrl) {
      super.ingestUrl(ingestUrl);
      return this;
    }

    @Override
    public Builder heartbeatUrl(String heartbeatUrl) {
      super.heartbeatUrl(heartbeatUrl);
      return this;
    }

    @Override
    public Builder selfHosted(String host) {
      super.selfHosted(host);
      return this;
    }

    @Override
    public Builder fromEnvironment() {
      super.fromEnvironment();
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
     * @throws IllegalStateException if no API key is set, or if an address as below came from an
     *     environment variable; the message names the variable
     * @throws IllegalArgumentException if one of the three addresses is an http address of another
     *     machine and {@link #allowCleartext()} is not set
     */
    public PlutoClient build() {
      if (apiKey == null) {
        throw new IllegalStateException(
            "no API key: call apiKey, or set the environment variable PLUTO_API_KEY and call"
                + " fromEnvironment(); make a key at https://pluto.trainy.ai/api-keys");
      }
      return new PlutoClient(this, apiKey);
    }
  }
}
