package com.example;

import com.fasterxml.jackson.core.JsonParseException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.RunsApi;
import org.openapitools.client.model.ApiRunsResumePostRequest;
import org.openapitools.client.model.ResumeRunResponse;
import retrofit2.Response;

/** Does with the generated client what docs/coming-from.md says that it does, and fails if not. */
public final class Main {
  private static final String RUN =
      "{\"runId\":8,\"number\":1,\"displayId\":\"MTE-1\",\"projectName\":\"monitor-tests\","
          + "\"organizationSlug\":\"o\",\"url\":\"https://pluto.example/8\",\"resumed\":true}";

  private static final List<String> REQUESTS = new ArrayList<>();
  private static int status = 200;
  private static String answer = RUN;

  private Main() {}

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/runs/resume",
        exchange -> {
          REQUESTS.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      check("http://localhost:" + server.getAddress().getPort() + "/", "mlps_key");
    } finally {
      server.stop(0);
    }
  }

  private static void check(String url, String apiKey) throws IOException {
    ApiClient client = new ApiClient("bearerAuth").setBearerToken(apiKey);
    client.getAdapterBuilder().baseUrl(url);
    RunsApi runs = client.createService(RunsApi.class);
    ApiRunsResumePostRequest request =
        new ApiRunsResumePostRequest().displayId("MTE-1").projectName("monitor-tests");
    Response<ResumeRunResponse> response = runs.apiRunsResumePost(request).execute();
    if (response.isSuccessful()) {
      System.out.println(response.body().getUrl());
    } else {
      System.err.println(response.code() + " " + response.errorBody().string());
    }
    equal("{\"displayId\":\"MTE-1\",\"projectName\":\"monitor-tests\"}", lastRequest());
    equal("https://pluto.example/8", response.body().getUrl());

    // What compiles, and is sent.
    send(runs, new ApiRunsResumePostRequest().runId(BigDecimal.ONE).displayId("MMP-2"));
    equal("{\"runId\":1,\"displayId\":\"MMP-2\"}", lastRequest());
    send(runs, new ApiRunsResumePostRequest());
    equal("{}", lastRequest());
    send(runs, new ApiRunsResumePostRequest().externalId("x"));
    equal("{\"externalId\":\"x\"}", lastRequest());
    send(runs, new ApiRunsResumePostRequest().runId(new BigDecimal("9007199254740993")));
    equal("{\"runId\":9007199254740993}", lastRequest());

    // What is taken for a run.
    answer = "{\"runId\":505989241}";
    ResumeRunResponse run = send(runs, request).body();
    equal(BigDecimal.valueOf(505989241), run.getRunId());
    equal(null, run.getUrl());
    answer = RUN;
    equal(true, send(runs, new ApiRunsResumePostRequest().displayId("MMP-1")).isSuccessful());
    answer = "<html>";
    try {
      throw new AssertionError(send(runs, request));
    } catch (JsonParseException e) {
      System.out.println(e.getOriginalMessage());
    }

    // What is neither retried nor thrown.
    answer = "{\"error\":\"Internal Server Error\"}";
    status = 500;
    REQUESTS.clear();
    equal(false, send(runs, request).isSuccessful());
    equal(1, REQUESTS.size());
    equal(0, client.getOkBuilder().build().callTimeoutMillis());
  }

  private static Response<ResumeRunResponse> send(RunsApi runs, ApiRunsResumePostRequest request)
      throws IOException {
    return runs.apiRunsResumePost(request).execute();
  }

  private static String lastRequest() {
    return REQUESTS.get(REQUESTS.size() - 1);
  }

  private static void equal(Object expected, Object actual) {
    if (expected == null ? actual != null : !expected.equals(actual)) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }
}
