package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call gives or throws can travel to another process. */
class SerializationTest extends ServerTest {
  private static final ResumedRun RUN =
      new ResumedRun(7, 3L, "MMP-3", "my-ml-project", "acme", "https://pluto.trainy.ai/", true);

  private static Object travelled(Object object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        Object copy = in.readObject();
        assertNotSame(object, copy);
        return copy;
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(object + " cannot travel", e);
    }
  }

  /** Of the very class, with message, stack trace and causes. */
  private static <T extends Throwable> T travelledFailure(T failure) {
    Object copy = travelled(failure);
    assertSame(failure.getClass(), copy.getClass());
    @SuppressWarnings("unchecked")
    T same = (T) copy;
    Throwable a = failure;
    Throwable b = same;
    for (; a != null; a = a.getCause(), b = b.getCause()) {
      assertEquals(a.toString(), b.toString());
      assertEquals(List.of(a.getStackTrace()), List.of(b.getStackTrace()));
    }
    assertNull(b);
    return same;
  }

  static Stream<Object> values() {
    return Stream.of(
        ResumeTarget.byId(7),
        ResumeTarget.byDisplayId("MMP-1"),
        ResumeTarget.byDisplayId("MMP-1").inProject("my-ml-project"),
        ResumeTarget.byExternalId("Ünïcode 項").inProject("my-ml-project"),
        RUN,
        new ResumedRun(7, null, null, "p", "acme", "u", false));
  }

  @ParameterizedTest
  @MethodSource("values")
  void targetsAndRunsDo(Object value) {
    assertEquals(value, travelled(value));
  }

  private static void assertTravels(PlutoApiException e) {
    PlutoApiException copy = travelledFailure(e);
    assertEquals(e.status(), copy.status());
    assertEquals(e.error(), copy.error());
    assertEquals(e.detail(), copy.detail());
    assertEquals(e.body(), copy.body());
    assertEquals(e.attempts(), copy.attempts());
    assertEquals(e.retryAfter(), copy.retryAfter());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503})
  void apiExceptionsDo(int status) {
    assertTravels(PlutoApiException.of(status, "words"));
    assertTravels(
        PlutoApiException.of(
            "message", new ApiError(status, "words", "detail", "{}", 3, Duration.ofMillis(1500))));
  }

  @ParameterizedTest
  @EnumSource
  void apiExceptionsOfACallDo(Style style) {
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    for (int status : new int[] {302, 400, 401, 404, 409, 429, 500}) {
      enqueue(
          Answers.json(status, "{\"error\":\"no\",\"message\":\"why\"}")
              .setHeader("Retry-After", "5"));
      PlutoApiException e = assertInstanceOf(PlutoApiException.class, Failures.of(style, client));
      assertEquals(Duration.ofSeconds(5), e.retryAfter());
      assertTravels(e);
    }
  }

  private static void assertTravels(PlutoTransportException e) {
    PlutoTransportException copy = travelledFailure(e);
    assertEquals(e.timedOut(), copy.timedOut());
    assertEquals(e.attempts(), copy.attempts());
  }

  @Test
  void transportExceptionsDo() {
    IOException cause = new IOException("broken", new IOException("pipe"));
    assertTravels(new PlutoTransportException("message", cause, true, 3));
    assertTravels(new PlutoTransportException("message", cause, false, 0));
  }

  @ParameterizedTest
  @EnumSource
  void transportExceptionsOfACallDo(Style style) {
    PlutoClient client = client();
    for (int i = 0; i < 3; i++) {
      enqueue(new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    }
    assertTravels(assertInstanceOf(PlutoTransportException.class, Failures.of(style, client)));
    assertTravels(
        assertInstanceOf(
            PlutoTransportException.class,
            Failures.of(
                style,
                closeLater(
                    builder()
                        .httpClient(
                            new OkHttpClient.Builder().proxySelector(new BrokenSelector()).build())
                        .build()))));
  }

  private static final class BrokenSelector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      throw new IllegalStateException("bug");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  @ParameterizedTest
  @EnumSource
  void responseExceptionsDo(Style style) {
    travelledFailure(new PlutoResponseException("message"));
    PlutoClient client = client();
    enqueue(Answers.json(200, "<html>"));
    travelledFailure(assertInstanceOf(PlutoResponseException.class, Failures.of(style, client)));
  }

  @ParameterizedTest
  @EnumSource
  void mismatchesDo(Style style) {
    for (Object target : values().filter(ResumeTarget.class::isInstance).toList()) {
      RunMismatchException copy =
          travelledFailure(new RunMismatchException((ResumeTarget) target, RUN));
      assertEquals(target, copy.target());
      assertEquals(RUN, copy.run());
    }
    enqueue(Answers.json(200, Answers.RUN_1.replace("MMP-1", "MMP-2")));
    RunMismatchException e =
        assertInstanceOf(RunMismatchException.class, Failures.of(style, client()));
    RunMismatchException copy = travelledFailure(e);
    assertEquals(MMP_1, copy.target());
    assertEquals(e.run(), copy.run());
  }
}
