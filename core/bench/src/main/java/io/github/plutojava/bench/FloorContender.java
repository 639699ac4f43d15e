package io.github.plutojava.bench;

import java.io.IOException;
import java.util.List;
import javax.net.SocketFactory;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The least that a call on OkHttp 3.14 can do: no Retrofit, no databind, no retries, no checks. */
final class FloorContender implements Contender {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http;
  private final String url;

  FloorContender(String baseUrl, SocketFactory sockets) {
    ConnectionSpec security =
        baseUrl.startsWith("https:") ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT;
    http =
        new OkHttpClient.Builder()
            .socketFactory(sockets)
            .protocols(List.of(Protocol.HTTP_1_1))
            // With cleartext alone, OkHttp does not read the trust store.
            .connectionSpecs(List.of(security))
            .build();
    url = baseUrl.concat("/api/runs/resume");
  }

  @Override
  public String resume() throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer ".concat(API_KEY))
            .post(RequestBody.create(JSON, Json.write(DISPLAY_ID)))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (response.code() != 200) {
        throw new IOException("status " + response.code());
      }
      return Json.read(response.body().byteStream()).displayId();
    }
  }
}
