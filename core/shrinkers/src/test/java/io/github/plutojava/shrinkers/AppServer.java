package io.github.plutojava.shrinkers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Serves both apps. It is the JDK's own server, since those made with OkHttp would put another
 * version of it beside the one that the apps run on.
 */
final class AppServer implements AutoCloseable {
  static final String RUN_1 =
      "{\"runId\":1,\"number\":1,\"displayId\":\"MMP-1\",\"projectName\":\"my-ml-project\","
          + "\"organizationSlug\":\"acme\","
          + "\"url\":\"https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ\","
          + "\"resumed\":true}";

  /** Of the run whose status was set last. */
  private static volatile String status = "RUNNING";

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  AppServer() throws IOException {
    server.createContext("/", AppServer::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (serveOpenRun(exchange, body)) {
      return;
    }
    if (exchange.getRequestMethod().equals("GET")) {
      answer(exchange, 200, "{\"id\":7,\"name\":\"n\",\"more\":1}");
    } else if (body.contains("loss")) {
      answer(exchange, 200, body);
    } else if (body.contains("MMP-404")) {
      answer(exchange, 404, "{\"error\":\"Run not found\"}");
    } else if (body.contains("MMP-400")) {
      answer(
          exchange,
          400,
          "{\"success\":false,\"error\":{\"name\":\"ZodError\",\"issues\":"
              + "[{\"message\":\"Required\",\"path\":[\"displayId\"]}]}}");
    } else if (body.contains("MMP-500")) {
      answer(exchange, 500, "{\"error\":\"Internal server error\"}");
    } else if (body.contains("MMP-429")) {
      exchange.getResponseHeaders().set("Retry-After", "7");
      answer(exchange, 429, "{\"error\":\"Too many requests\"}");
    } else {
      answer(exchange, 200, RUN_1);
    }
  }

  /** Serves what only an open run asks for, and returns whether it was that. */
  private static boolean serveOpenRun(HttpExchange exchange, String body) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/ingest/metrics" -> {
        if (body.contains("refused")) {
          answer(
              exchange,
              422,
              "{\"code\":\"PROCESSING_FAILED\",\"message\":\"Failed to process metrics stream:"
                  + " InvalidMetricFormat (2005 - Validation Error): refused\"}");
        } else {
          int points = body.split("accuracy|loss|examples", -1).length - 1;
          answer(exchange, 200, "Stream processed successfully: " + points + " records");
        }
      }
      case "/api/runs/logName/add" -> answer(exchange, 200, "{\"success\":true}");
      case "/api/runs/trigger" -> answer(exchange, 200, "{\"status\":\"RUNNING\"}");
      case "/api/runs/status/update" -> {
        status = body.contains("COMPLETED") ? "COMPLETED" : "FAILED";
        answer(exchange, 200, "{\"success\":true}");
      }
      case "/api/runs/details/1" ->
          answer(exchange, 200, "{\"id\":1,\"status\":\"" + status + "\"}");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
