package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Request;
import io.github.plutojava.testing.NumberedServer.Things;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body of the user's that breaks while it is written: no other request becomes its rest. */
class HalfRequestTest {
  private static final long UNKNOWN = -1;

  /** Writes so many bytes and then, unless it is null, throws what {@code failure} is. */
  private static final class Half extends RequestBody {
    final AtomicInteger writes = new AtomicInteger();
    private final int bytes;
    private final long length;
    private final Throwable failure;

    Half(int bytes, long length, Throwable failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    @Override
    public MediaType contentType() {
      return MediaType.get("application/octet-stream");
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      writes.incrementAndGet();
      sink.writeUtf8("x".repeat(bytes));
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  static RequestBody whole(String content) {
    return RequestBody.create(null, content);
  }

  static Stream<Arguments> halves() {
    List<Arguments> halves = new ArrayList<>();
    for (Throwable failure :
        List.of(
            new IOException("the disk"),
            new UncheckedIOException(new IOException("the file went away")),
            new AssertionError("a bug"))) {
      for (int bytes : new int[] {0, 20, 20_000}) {
        for (long length : new long[] {UNKNOWN, 40_000}) {
          for (Style style : Style.values()) {
            halves.add(Arguments.of(failure, bytes, length, style));
          }
        }
      }
    }
    return halves.stream();
  }

  @ParameterizedTest
  @MethodSource("halves")
  void theCallSaysWhyAndTheNextGetTheirAnswers(
      Throwable failure, int bytes, long length, Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 1);
      assertFailsWith(failure, client, style, new Half(bytes, length, failure));
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertNoneIsInAnother(server, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("halves")
  void theSameOnTheFirstExchangeOfAConnection(
      Throwable failure, int bytes, long length, Style style) throws Exception {
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      assertFailsWith(failure, client, style, new Half(bytes, length, failure));
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertNoneIsInAnother(server, 3);
    }
  }

  private static void assertFailsWith(
      Throwable failure, PlutoClient client, Style style, RequestBody body) {
    Throwable thrown =
        assertThrows(Throwable.class, () -> NumberedServer.post(style, client, 9, body));
    if (failure instanceof IOException) {
      assertTrue(thrown.getMessage().contains(failure.getMessage()), thrown.getMessage());
      assertSame(failure, thrown.getCause());
    } else {
      assertSame(failure, thrown);
    }
  }

  private static void assertNoneIsInAnother(NumberedServer server, int requests) {
    assertEquals(requests, server.requests().size());
    for (Request request : server.requests()) {
      assertFalse(request.body().contains("HTTP/1.1"), request.body());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 50})
  void aBodyOfAnotherLengthThanItSays(int bytes) throws Exception {
    for (Style style : Style.values()) {
      try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
          PlutoClient client = server.client().build()) {
        NumberedServer.assertOwnAnswers(client, Asking.RESUME, 1);
        assertThrows(
            PlutoTransportException.class,
            () -> NumberedServer.post(style, client, 9, new Half(bytes, 40, null)));
        NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
        assertNoneIsInAnother(server, 4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotSentAgainIfItsHalfMayHaveArrived(Style style) throws Exception {
    FakeTime time = new FakeTime(0.5);
    Half half = new Half(20, UNKNOWN, new IOException("the disk"));
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client =
            server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults()).build()) {
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class, () -> NumberedServer.post(style, client, 9, half));
      assertEquals(1, e.attempts());
      assertEquals(1, half.writes.get());
      assertEquals(List.of(), time.waits());
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertNoneIsInAnother(server, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noneOfItsRetriesEndsUpInAnother(Style style) throws Exception {
    FakeTime time = new FakeTime(0.5);
    Half half = new Half(20, UNKNOWN, new IOException("the disk"));
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client =
            server.client().timing(time.timing()).retryPolicy(RetryPolicy.defaults()).build()) {
      PlutoTransportException e =
          assertThrows(
              PlutoTransportException.class, () -> NumberedServer.put(style, client, 9, half));
      assertEquals(3, e.attempts());
      assertEquals(3, half.writes.get());
      NumberedServer.assertOwnAnswers(client, Asking.RESUME, 2, 3, 4);
      assertNoneIsInAnother(server, 3);
    }
  }

  @Test
  void callsBesideItGetTheirAnswers() throws Exception {
    IllegalStateException bug = new IllegalStateException("a bug");
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().build()) {
      Things things = client.create(Things.class);
      List<CompletableFuture<?>> uploads = new ArrayList<>();
      List<CompletableFuture<ResumedRun>> runs = new ArrayList<>();
      for (int number = 0; number < 60; number++) {
        if (number % 3 == 0) {
          uploads.add(things.postAsync(number, new Half(20, UNKNOWN, bug)));
        }
        runs.add(client.runs().resumeAsync(NumberedServer.target(number)));
      }
      for (CompletableFuture<?> upload : uploads) {
        assertSame(bug, assertThrows(CompletionException.class, upload::join).getCause());
      }
      for (int number = 0; number < 60; number++) {
        assertEquals(number, runs.get(number).join().runId());
      }
      assertNoneIsInAnother(server, 60);
    }
  }
}
