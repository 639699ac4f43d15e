package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.plutojava.internal.call.RetryLimits;
import io.github.plutojava.internal.http.Retries;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.mockwebserver.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the server sends ends in a run or a {@link PlutoException}. Seeded, so repeatable. */
@Tag("unmutated")
class AnyBytesTest extends ServerTest {
  private static final long SEED = 20261124;
  private static final String[] SEEDS = {
    Answers.RUN_1,
    "{\"error\":\"Run not found\"}",
    "{\"error\":\"Unauthorized\",\"message\":\"API key has expired\"}",
    "{\"success\":false,\"error\":{\"issues\":[{\"code\":\"x\",\"path\":[\"runId\",0],"
        + "\"message\":\"m\"}],\"name\":\"ZodError\"}}",
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>",
    "404 Not Found",
  };

  /** A body of the server's with some of its bytes changed, cut, doubled or moved. */
  private static byte[] mutate(Random random) {
    byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.UTF_8);
    for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 1; changes--) {
      int at = random.nextInt(bytes.length);
      int length = random.nextInt(bytes.length - at);
      Buffer buffer = new Buffer();
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> {
          String structure = "{}[],:\"\\0-e.tfn \u0000";
          bytes[at] = (byte) structure.charAt(random.nextInt(structure.length()));
        }
        case 2 -> bytes = buffer.write(bytes, 0, at + length).readByteArray();
        default ->
            bytes =
                buffer.write(bytes).write(bytes, at, length).write(bytes, 0, at).readByteArray();
      }
    }
    return bytes;
  }

  @Test
  void anyBytesAreARunOrRefusedAsMalformed() {
    Random random = new Random(SEED);
    int runs = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = mutate(random);
      try {
        RunJson.read(new ByteArrayInputStream(bytes));
        runs++;
      } catch (IOException e) {
        assertEquals(MalformedAnswerException.class, e.getClass(), () -> text(bytes));
      } catch (RuntimeException e) {
        throw new AssertionError(text(bytes), e);
      }
    }
    assertTrue(runs > 0 && runs < 50_000, runs + " were runs");
  }

  @Test
  void anyBytesOfAnErrorAreAnApiException() {
    Random random = new Random(SEED);
    Request request = new Request.Builder().url("https://pluto.test/api/runs/resume").build();
    ErrorDecoder decoder =
        new ErrorDecoder(
            Operation.of(request), HttpUrl.get("https://pluto.test/"), () -> FakeTime.NOW);
    for (int i = 0; i < 100_000; i++) {
      int status = 300 + random.nextInt(300);
      String body = text(mutate(random));
      Response response =
          new Response.Builder()
              .request(request)
              .protocol(Protocol.HTTP_1_1)
              .code(status)
              .message("")
              .build();
      try {
        PlutoApiException e = decoder.decode(response.request(), response, body, CallStates.any());
        assertEquals(status, e.status());
        assertEquals(1, e.getMessage().lines().count(), body);
      } catch (RuntimeException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  @Test
  void soDoTheyThroughTheWholeClient() {
    Random random = new Random(SEED);
    PlutoClient client =
        closeLater(
            builder().retryPolicy(RetryPolicy.none()).callTimeout(Duration.ofSeconds(10)).build());
    for (int i = 0; i < 500; i++) {
      byte[] bytes = mutate(random);
      int status = random.nextBoolean() ? 200 : 400 + random.nextInt(200);
      enqueue(new MockResponse().setResponseCode(status).setBody(new Buffer().write(bytes)));
      Style style = random.nextBoolean() ? Style.SYNC : Style.ASYNC;
      try {
        style.resume(client, MMP_1);
        assertEquals(200, status);
      } catch (PlutoApiException e) {
        assertEquals(status, e.status());
      } catch (PlutoResponseException e) {
        assertEquals(200, status);
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void anyTargetGoesThroughJsonUnchanged() throws Exception {
    Random random = new Random(SEED);
    JsonMapper mapper = new JsonMapper();
    for (int i = 0; i < 10_000; i++) {
      String name = name(random);
      String project = name(random);
      JsonNode byExternalId =
          mapper.readTree(RunJson.write(ResumeTarget.byExternalId(name).inProject(project)));
      assertEquals(name, byExternalId.get("externalId").textValue());
      assertEquals(project, byExternalId.get("projectName").textValue());
      assertEquals(2, byExternalId.size());

      long runId = 1 + (random.nextLong() >>> 11) % 9007199254740991L;
      JsonNode byId = mapper.readTree(RunJson.write(ResumeTarget.byId(runId)));
      assertEquals(runId, byId.get("runId").longValue());
      assertEquals(1, byId.size());

      String displayId = "Ab" + random.nextInt(1000) + "-" + random.nextInt(Integer.MAX_VALUE);
      JsonNode byDisplayId =
          mapper.readTree(RunJson.write(ResumeTarget.byDisplayId(displayId).inProject(project)));
      assertEquals(displayId, byDisplayId.get("displayId").textValue());
      assertEquals(project, byDisplayId.get("projectName").textValue());
      assertEquals(2, byDisplayId.size());
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int length = 1 + random.nextInt(10); length > 0; length--) {
      int c = 1 + random.nextInt(random.nextBoolean() ? 0x7F : Character.MAX_CODE_POINT);
      name.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
    }
    return name.toString();
  }

  @Test
  void noDelayIsNegativeOrAboveItsBound() {
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      Duration baseDelay = Duration.ofNanos((long) (random.nextDouble() * 86_400_000_000_000L));
      Duration maxDelay = Duration.ofNanos((long) (random.nextDouble() * 86_400_000_000_000L));
      double chance = random.nextInt(10) == 0 ? Math.nextDown(1.0) : random.nextDouble();
      RetryLimits limits =
          RetryPolicy.builder().baseDelay(baseDelay).maxDelay(maxDelay).build().limits();
      long delay = Retries.backoff(limits, random.nextInt(100), () -> chance);
      assertTrue(delay >= 0 && delay <= maxDelay.toNanos(), () -> baseDelay + " " + maxDelay);
    }
  }
}
