package io.github.plutojava;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.RedactingLogger;
import io.github.plutojava.internal.http.Transport;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/** What a client is made of, put together as its settings say. */
final class ClientParts {
  private final Addresses addresses;
  private final ApiKeySource apiKey;
  private final Timing timing;
  private final Transport transport;
  private final Retrofit retrofit;
  private final RunsApi runs;
  private final Object lock = new Object();

  /** Null until a run is opened: a program that only resumes loads none of it. */
  private @Nullable OpenRuns openRuns;

  private boolean closed;

  ClientParts(ClientSettings settings, Supplier<String> apiKeySupplier) {
    addresses = Addresses.of(settings);
    timing = settings.timing;
    apiKey = new ApiKeySource(apiKeySupplier);
    transport =
        new Transport(
            settings.httpClient,
            interceptors(settings, new BearerAuthInterceptor(addresses.known(), apiKey)),
            apiKey,
            userAgent(settings.userAgent),
            settings.allowCleartext,
            timing);
    CallDefaults defaults =
        new CallDefaults(
            addresses.api(), settings.callTimeout, settings.retryPolicy.limits(), timing.now());
    retrofit =
        transport
            .services(addresses.api(), defaults)
            .addConverterFactory(new RunConverterFactory())
            .build();
    runs = retrofit.create(RunsApi.class);
  }

  private static Interceptor[] interceptors(ClientSettings settings, BearerAuthInterceptor auth) {
    return settings.logLevel == HttpLoggingInterceptor.Level.NONE
        ? new Interceptor[] {auth}
        : new Interceptor[] {auth, new RedactingLogger(settings.logLevel, settings.logger)};
  }

  private static String userAgent(String prefix) {
    String own = "pluto-java/" + LibraryVersion.VERSION;
    return prefix.isEmpty() ? own : prefix + " " + own;
  }

  Addresses addresses() {
    return addresses;
  }

  RunsApi runs() {
    return runs;
  }

  /** For services of the user's own. */
  Retrofit retrofit() {
    return retrofit;
  }

  ActiveRun open(ResumedRun run, RunOptions options) {
    addresses.requireForLogging(options);
    OpenRuns openRuns;
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("this PlutoClient is closed: make a new one");
      }
      if (this.openRuns == null) {
        this.openRuns = new OpenRuns(transport, addresses, apiKey, timing);
      }
      openRuns = this.openRuns;
    }
    return openRuns.open(run, options);
  }

  void close() {
    OpenRuns openRuns;
    synchronized (lock) {
      closed = true;
      openRuns = this.openRuns;
    }
    if (openRuns != null) {
      openRuns.close();
    }
    transport.close();
  }
}
