package io.github.plutojava.examples;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.Route;

/**
 * Builds the client on an OkHttpClient that the program has already: its proxy, connection pool and
 * log are used, and it is never closed.
 *
 * <p>{@code mvn -q compile exec:java
 * -Dexec.mainClass=io.github.plutojava.examples.ShareOkHttpClient} prints:
 *
 * <pre>{@code
 * HTTP proxy: /api/runs/resume 200
 * resumed MMP-1, with 1 connection in the program's own pool
 * }</pre>
 */
public final class ShareOkHttpClient {
  private ShareOkHttpClient() {}

  public static void main(String[] args) {
    try (EmbeddedPluto server = EmbeddedPluto.start()) { // plays the proxy, too
      int proxyPort = URI.create(server.url()).getPort();
      OkHttpClient http =
          new OkHttpClient.Builder()
              .proxy(
                  new Proxy(
                      Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", proxyPort)))
              // Pluto closes idle connections after 5 s: keep them for less.
              .connectionPool(new ConnectionPool(8, 4, TimeUnit.SECONDS))
              // The log of the program. It can see the API key: never log that header.
              .addNetworkInterceptor(
                  chain -> {
                    Response response = chain.proceed(chain.request());
                    Route route = requireNonNull(chain.connection()).route();
                    String path = response.request().url().encodedPath();
                    System.out.printf(
                        "%s proxy: %s %d%n", route.proxy().type(), path, response.code());
                    return response;
                  })
              .build();
      try (PlutoClient pluto =
          PlutoClient.builder()
              .baseUrl(server.url())
              .apiKey(EmbeddedPluto.VALID_KEY)
              .httpClient(http)
              .build()) {
        String displayId = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1")).displayId();
        int connections = http.connectionPool().connectionCount();
        System.out.printf(
            "resumed %s, with %d connection in the program's own pool%n", displayId, connections);
      } finally {
        // Whoever made it closes it. A program that goes on with it does not.
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
      }
    } catch (PlutoException e) {
      System.err.println(e.getMessage()); // says what happened and what to do
      System.exit(1);
    }
  }
}
