package com.example;

import com.sun.net.httpserver.HttpServer;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import okhttp3.logging.HttpLoggingInterceptor;

/** Resumes a run, and fails if one of its jars is another than expected, or there twice. */
public final class Main {
  private static final String ANSWER =
      "{\"runId\":1,\"number\":1,\"displayId\":\"MMP-1\",\"projectName\":\"p\","
          + "\"organizationSlug\":\"o\",\"url\":\"https://pluto.example\",\"resumed\":true}";

  private Main() {}

  public static void main(String[] expectedJars) throws Exception {
    StringBuilder jars = new StringBuilder();
    for (String name :
        List.of(
            "okhttp3/OkHttpClient",
            "okhttp3/logging/HttpLoggingInterceptor",
            "okio/Buffer",
            "retrofit2/Retrofit",
            "com/fasterxml/jackson/core/JsonFactory")) {
      List<URL> found = Collections.list(Main.class.getClassLoader().getResources(name + ".class"));
      jars.append(found).append('\n');
      if (found.size() != 1) {
        throw new IllegalStateException(name + " is not there once: " + found);
      }
    }
    System.out.print(jars);
    for (String expected : expectedJars) {
      if (!jars.toString().contains("/" + expected + "!")) {
        throw new IllegalStateException("not there: " + expected);
      }
    }

    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/runs/resume",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try (PlutoClient pluto =
        PlutoClient.builder()
            .apiKey("mlps_key")
            .baseUrl("http://localhost:" + server.getAddress().getPort())
            .logLevel(HttpLoggingInterceptor.Level.BASIC)
            .build()) {
      ResumedRun run = pluto.runs().resume(ResumeTarget.byDisplayId("MMP-1"));
      System.out.println("Resumed " + run.displayId());
    } finally {
      server.stop(0);
    }
  }
}
