package io.github.plutojava.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.plutojava.internal.call.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Plays Pluto for runs that log very much, and fails at random, but seeded: 5xx, connections that
 * break before and after the points were taken, errors of a database that is away, and delays.
 */
public final class LossyPluto implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("LossyPluto"));
  private final Random random;

  /** The bits of the values, by name and step. */
  private final Map<String, Map<Long, Long>> points = new HashMap<>();

  private long requests;
  private long failures;

  public LossyPluto(long seed) throws IOException {
    random = new Random(seed);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    switch (exchange.getRequestURI().getPath()) {
      case "/ingest/metrics" -> takePoints(exchange, body);
      case "/api/runs/trigger" -> answer(exchange, 200, "{\"status\":\"RUNNING\"}");
      default -> answer(exchange, 200, "{\"success\":true}");
    }
  }

  private void takePoints(HttpExchange exchange, byte[] body) throws IOException {
    int chance;
    synchronized (this) {
      requests++;
      chance = random.nextInt(20);
      failures += chance < 6 ? 1 : 0;
    }
    switch (chance) {
      case 0 -> answer(exchange, 503, "{\"error\":\"Service Unavailable\"}");
      case 1 ->
          answer(
              exchange,
              422,
              "{\"code\":\"PROCESSING_FAILED\",\"message\":\"Failed to process metrics stream:"
                  + " DatabaseError (4001 - Database Error): Failed to validate API key\"}");
      case 2 -> exchange.close(); // Before the points are taken.
      case 3 -> {
        take(body);
        exchange.close(); // The answer is lost.
      }
      case 4 -> {
        take(body);
        answer(exchange, 502, "<html>Bad Gateway</html>");
      }
      case 5 -> answer(exchange, 500, "");
      default -> {
        if (chance < 9) {
          pause(chance * 5L);
        }
        answer(exchange, 200, "Stream processed successfully: " + take(body) + " records");
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized int take(byte[] body) throws IOException {
    int count = 0;
    try (JsonParser json = JSON.createParser(body)) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        long step = -1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          if (name.equals("step")) {
            step = json.getLongValue();
          } else if (name.equals("data")) {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              String metric = json.currentName();
              json.nextToken();
              points
                  .computeIfAbsent(metric, m -> new HashMap<>())
                  .put(step, Double.doubleToRawLongBits(json.getDoubleValue()));
              count++;
            }
          }
        }
      }
    }
    return count;
  }

  /** Returns the bits of the values that it has, by name and step. */
  public synchronized Map<String, Map<Long, Long>> points() {
    return points;
  }

  public synchronized long requests() {
    return requests;
  }

  /** Returns how many requests with points it failed. */
  public synchronized long failures() {
    return failures;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
