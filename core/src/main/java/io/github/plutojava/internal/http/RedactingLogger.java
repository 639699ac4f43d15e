package io.github.plutojava.internal.http;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.text.Redaction;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.logging.HttpLoggingInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp's logging without secrets. Headers that hold secrets are masked. So is the API key
 * wherever else it appears, in case the server repeats it.
 */
public final class RedactingLogger implements Interceptor {
  private final HttpLoggingInterceptor.Level level;
  private final HttpLoggingInterceptor.Logger logger;

  public RedactingLogger(HttpLoggingInterceptor.Level level, HttpLoggingInterceptor.Logger logger) {
    this.level = level;
    this.logger = logger;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    @Nullable String key = CallState.of(chain).key();
    HttpLoggingInterceptor logging =
        new HttpLoggingInterceptor(line -> logger.log(Redaction.redact(line, key)));
    logging.setLevel(level(chain.request().body()));
    logging.redactHeader("Authorization");
    logging.redactHeader("Proxy-Authorization");
    logging.redactHeader("Cookie");
    logging.redactHeader("Set-Cookie");
    return logging.intercept(chain);
  }

  /**
   * Returns the level for a request. OkHttp 3.14 logs a body by writing it; a body that can be
   * written only once would then be empty.
   */
  private HttpLoggingInterceptor.Level level(@Nullable RequestBody body) {
    return level == HttpLoggingInterceptor.Level.BODY && body != null && body.isOneShot()
        ? HttpLoggingInterceptor.Level.HEADERS
        : level;
  }
}
