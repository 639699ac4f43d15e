package io.github.plutojava.bench;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A bare loop on one thread: writes the lines of 10,000 points into an array, posts it, and begins
 * again. No buffer between threads, no checks, no retries.
 */
final class FloorPoints implements PointContender {
  private static final MediaType LINES = MediaType.get("application/x-ndjson");
  private static final int STEPS_IN_A_BATCH = 10_000 / Workload.METRICS;
  private static final int MAX_LINE = 128 + 64 * Workload.METRICS;
  private static final byte[] TIME = bytes("{\"time\":");
  private static final byte[] STEP = bytes(",\"step\":");
  private static final byte[] DATA = bytes(",\"data\":{");
  private static final byte[] END = bytes("}}\n");

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .socketFactory(new UnpolledSocketFactory())
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
          .build();
  private final String url;
  private final byte[][] names = new byte[Workload.METRICS][];
  private final byte[] lines = new byte[STEPS_IN_A_BATCH * MAX_LINE];
  private int length;

  FloorPoints(String baseUrl) {
    url = baseUrl.concat("/ingest/metrics");
    for (int metric = 0; metric < names.length; metric++) {
      names[metric] = bytes('"' + Workload.name(metric) + "\":");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void deliver(int steps) throws IOException {
    for (int first = 0; first < steps; first += STEPS_IN_A_BATCH) {
      length = 0;
      int end = Math.min(steps, first + STEPS_IN_A_BATCH);
      for (int step = first; step < end; step++) {
        writeLine(step);
      }
      post();
    }
  }

  private void writeLine(int step) {
    put(TIME);
    length = NumberOutput.outputLong(System.currentTimeMillis(), lines, length);
    put(STEP);
    length = NumberOutput.outputLong(step, lines, length);
    put(DATA);
    for (int metric = 0; metric < names.length; metric++) {
      if (metric > 0) {
        lines[length++] = ',';
      }
      put(names[metric]);
      put(Workload.value(step, metric));
    }
    put(END);
  }

  private void put(byte[] bytes) {
    System.arraycopy(bytes, 0, lines, length, bytes.length);
    length += bytes.length;
  }

  @SuppressWarnings("deprecation") // All of it is ASCII, and nothing else copies without garbage.
  private void put(double value) {
    String text = NumberOutput.toString(value, true);
    text.getBytes(0, text.length(), lines, length);
    length += text.length();
  }

  private void post() throws IOException {
    Request request =
        new Request.Builder()
            .url(url)
            .header("Authorization", "Bearer ".concat(Contender.API_KEY))
            .header("X-Run-Id", Integer.toString(Workload.RUN_ID))
            .header("X-Project-Name", Workload.PROJECT)
            .post(RequestBody.create(LINES, lines, 0, length))
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (response.code() != 200) {
        throw new IOException("status " + response.code());
      }
      response.body().string();
    }
  }
}
