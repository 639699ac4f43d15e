package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The values and exceptions that came with open runs. */
class UndeliveredExceptionTest extends ServerTest {
  private static Object travelled(Object object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void countsWhatItSpeaksOf() {
    IOException cause = new IOException();
    UndeliveredException waiting = new UndeliveredException("message", 5, cause);
    assertEquals("message", waiting.getMessage());
    assertEquals(5, waiting.undelivered());
    assertEquals(0, waiting.refused());
    assertSame(cause, waiting.getCause());
    UndeliveredException refused = new UndeliveredException("message", 5, 2, null);
    assertEquals(5, refused.undelivered());
    assertEquals(2, refused.refused());
    assertNull(refused.getCause());
    assertInstanceOf(PlutoException.class, refused);
    assertEquals(
        "message",
        assertThrows(NullPointerException.class, () -> new UndeliveredException(null, 1, null))
            .getMessage());
  }

  @Test
  void travels() throws Exception {
    UndeliveredException copy =
        (UndeliveredException)
            travelled(
                new UndeliveredException("message", 5, 2, PlutoApiException.of(503, "words")));
    assertEquals("message", copy.getMessage());
    assertEquals(5, copy.undelivered());
    assertEquals(2, copy.refused());
    assertEquals(503, ((PlutoApiException) copy.getCause()).status());
    PlutoTransportException interrupted =
        new PlutoTransportException("message", new IOException(), false, true, 3);
    assertTrue(((PlutoTransportException) travelled(interrupted)).interrupted());
  }

  static Stream<Class<?>> serializable() {
    return Stream.of(
        ResumedRun.class,
        ResumeTarget.ById.class,
        ResumeTarget.ByDisplayId.class,
        ResumeTarget.ByExternalId.class,
        PlutoException.class,
        PlutoApiException.class,
        PlutoTransportException.class,
        PlutoResponseException.class,
        UndeliveredException.class,
        RunMismatchException.class,
        RunNotFoundException.class,
        AmbiguousRunException.class,
        BadRequestException.class,
        RateLimitedException.class,
        ServerErrorException.class,
        UnauthorizedException.class);
  }

  /** On Android a record is a plain class, whose version would else be computed. */
  @ParameterizedTest
  @MethodSource("serializable")
  void eachHasAVersion(Class<?> type) throws Exception {
    assertTrue(Serializable.class.isAssignableFrom(type));
    assertEquals(1L, ObjectStreamClass.lookup(type).getSerialVersionUID());
    assertEquals(long.class, type.getDeclaredField("serialVersionUID").getType());
  }

  @Test
  void statsAreAValue() {
    RunStats stats = new RunStats(10, 5, 2, 3, 1);
    assertEquals(10, stats.logged());
    assertEquals(5, stats.accepted());
    assertEquals(2, stats.refused());
    assertEquals(3, stats.waiting());
    assertEquals(1, stats.failedRequests());
    assertEquals(new RunStats(10, 5, 2, 3, 1), stats);
  }

  @Test
  void aLoopThatTriesAgainCanTellAnInterrupt() throws Exception {
    enqueue(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient client = client();
    AtomicReference<PlutoTransportException> failure = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              failure.set(
                  assertThrows(PlutoTransportException.class, () -> client.runs().resume(MMP_1)));
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    takeRequest();
    thread.interrupt();
    thread.join(10_000);
    assertTrue(failure.get().interrupted());
    assertFalse(failure.get().timedOut());
    assertTrue(flag.get());
    assertFalse(new PlutoTransportException("message", new IOException(), true, 1).interrupted());
  }

  @ParameterizedTest
  @EnumSource
  void noOtherFailureIsAnInterrupt(Style style) {
    for (int i = 0; i < 3; i++) {
      enqueue(new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    }
    assertFalse(
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, client()))
            .interrupted());
    enqueue(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient impatient =
        closeLater(builder().timing(Timing.SYSTEM).callTimeout(Duration.ofMillis(50)).build());
    PlutoTransportException timeout =
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, impatient));
    assertTrue(timeout.timedOut());
    assertFalse(timeout.interrupted());
  }

  @Test
  void aClientThatIsClosedInterruptsNobody() throws Exception {
    enqueue(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient client = client();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(() -> failure.set(Failures.of(Style.SYNC, client)));
    thread.start();
    takeRequest();
    client.close();
    Await.until("the end of the call", () -> failure.get() != null);
    thread.join(10_000);
    assertFalse(assertInstanceOf(PlutoTransportException.class, failure.get()).interrupted());
  }
}
