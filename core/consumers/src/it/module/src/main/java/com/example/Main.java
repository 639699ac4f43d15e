package com.example;

import com.sun.net.httpserver.HttpServer;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunsApi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import retrofit2.http.GET;
import retrofit2.http.Path;

/** Resumes a run from a named module. */
public final class Main {
  private static final String ANSWER =
      "{\"runId\":1,\"number\":1,\"displayId\":\"MMP-1\",\"projectName\":\"p\","
          + "\"organizationSlug\":\"o\",\"url\":\"https://pluto.example\",\"resumed\":true}";

  private Main() {}

  /** A service of its own. */
  public interface Runs {
    @GET("api/runs/details/{id}")
    Details details(@Path("id") long id);
  }

  /** What it answers, less what is not needed. */
  public record Details(long runId, String displayId) {}

  public static void main(String[] args) throws Exception {
    if (!Main.class.getModule().isNamed()
        || !RunsApi.class.getModule().getName().equals("io.github.plutojava")) {
      throw new IllegalStateException("not on the module path");
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String baseUrl = "http://localhost:" + server.getAddress().getPort();
    try (PlutoClient pluto = PlutoClient.builder().apiKey("mlps_key").baseUrl(baseUrl).build()) {
      System.out.println(
          "Resumed " + pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1")).displayId());
      System.out.println("Details of " + pluto.create(Runs.class).details(1).displayId());
    } finally {
      server.stop(0);
    }
  }
}
