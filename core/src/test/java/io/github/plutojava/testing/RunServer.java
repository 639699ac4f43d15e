package io.github.plutojava.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;

/**
 * Plays all services of Pluto for one run, MMP-1: keeps the points that it accepts, and answers
 * otherwise where a test says so.
 */
public final class RunServer extends Dispatcher {
  public static final String INGEST = "/ingest/metrics";
  public static final String NAMES = "/api/runs/logName/add";
  public static final String HEARTBEAT = "/api/runs/trigger";
  public static final String STATUS = "/api/runs/status/update";
  public static final String DETAILS = "/api/runs/details/1";
  public static final String HISTORY = "/api/runs/status/history";
  public static final String RESUME = "/api/runs/resume";

  /** Of an ended run, only what stands later here is taken as its new status. */
  private static final List<String> RANKS =
      List.of("RUNNING", "COMPLETED", "TERMINATED", "CANCELLED", "FAILED");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A point as the server has it. */
  public record Point(String name, long step, long time, Object value) {}

  /** A request as the server got it. */
  public record Received(String path, RecordedRequest request, String body) {}

  private final Map<String, Queue<Function<Received, MockResponse>>> scripts =
      new ConcurrentHashMap<>();
  private final Map<String, Function<Received, MockResponse>> rules = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Point> points = new ArrayList<>();
  private volatile String status = "COMPLETED";
  private final List<String> names = new ArrayList<>();

  /** Answers the next request to {@code path} so; the points in it are not taken. */
  public void answerNext(String path, MockResponse... answers) {
    for (MockResponse answer : answers) {
      script(path).add(request -> answer);
    }
  }

  /** Answers the next request to {@code path} so. */
  public void answerNext(String path, Function<Received, MockResponse> answer) {
    script(path).add(answer);
  }

  private Queue<Function<Received, MockResponse>> script(String path) {
    return scripts.computeIfAbsent(path, p -> new ConcurrentLinkedQueue<>());
  }

  /** Answers all requests to {@code path} so, once its script is over. */
  public void answerAll(String path, Function<Received, MockResponse> answer) {
    rules.put(path, answer);
  }

  /** Answers requests to {@code path} as Pluto again. */
  public void answerAsPluto(String path) {
    rules.remove(path);
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String path = request.getRequestUrl().encodedPath();
    Received got = new Received(path, request, request.getBody().clone().readUtf8());
    received.add(got);
    Function<Received, MockResponse> answer = script(path).poll();
    if (answer == null) {
      answer = rules.get(path);
    }
    return answer == null ? accept(got) : answer.apply(got);
  }

  /** Does what Pluto does. */
  public MockResponse accept(Received request) {
    return switch (request.path()) {
      case INGEST -> IngestAnswers.accepted(takePoints(request.body()));
      case NAMES -> takeNames(request.body());
      case HEARTBEAT -> Answers.json(200, "{\"status\":\"" + status + "\",\"triggers\":null}");
      case DETAILS -> Answers.json(200, "{\"id\":1,\"status\":\"" + status + "\",\"config\":null}");
      case STATUS -> {
        String wanted = read(request.body()).get("status").textValue();
        status = RANKS.indexOf(wanted) > RANKS.indexOf(status) ? wanted : status;
        yield Answers.json(200, "{\"success\":true}");
      }
      case RESUME -> {
        status = "RUNNING";
        yield Answers.run1();
      }
      default -> new MockResponse().setResponseCode(404).setBody("404 Not Found");
    };
  }

  /** Takes points, and returns how many they are. */
  public int takePoints(String body) {
    int count = 0;
    synchronized (points) {
      for (String line : body.lines().toList()) {
        JsonNode json = read(line);
        Iterator<String> metrics = json.get("data").fieldNames();
        while (metrics.hasNext()) {
          String metric = metrics.next();
          JsonNode value = json.get("data").get(metric);
          points.add(
              new Point(
                  metric,
                  json.get("step").longValue(),
                  json.get("time").longValue(),
                  value.isTextual() ? value.textValue() : value.doubleValue()));
          count++;
        }
      }
    }
    return count;
  }

  /**
   * Returns the points as the server shows them: of the same name and step, the last whose time is
   * not lower than that of those before it.
   */
  public Map<String, Point> stored() {
    Map<String, Point> stored = new TreeMap<>();
    for (Point point : points()) {
      stored.merge(
          point.name() + "@" + point.step(),
          point,
          (before, next) -> next.time() >= before.time() ? next : before);
    }
    return stored;
  }

  private MockResponse takeNames(String body) {
    synchronized (names) {
      read(body).get("logName").forEach(name -> names.add(name.textValue()));
    }
    return Answers.json(200, "{\"success\":true}");
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  /** Sets the status from elsewhere. */
  public void setStatus(String status) {
    this.status = status;
  }

  public String status() {
    return status;
  }

  /** Returns the points in the order in which they were accepted. */
  public List<Point> points() {
    synchronized (points) {
      return List.copyOf(points);
    }
  }

  /** Returns the names that were registered. */
  public List<String> names() {
    synchronized (names) {
      return List.copyOf(names);
    }
  }

  /** Returns the requests to {@code path}. */
  public List<Received> received(String path) {
    return received.stream().filter(each -> each.path().equals(path)).toList();
  }
}
