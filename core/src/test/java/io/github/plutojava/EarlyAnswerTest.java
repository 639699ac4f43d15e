package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.FakeTime;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says before it has read the request, or all of it, is what the exception says. */
class EarlyAnswerTest {
  /** How many connections the server has spoken on, and the client has not yet sent a request. */
  private final Semaphore spoken = new Semaphore(0);

  /** A client to be lent that sends nothing on a new connection until the server has spoken. */
  private OkHttpClient patient() {
    return new OkHttpClient.Builder()
        .eventListener(
            new EventListener() {
              @Override
              public void connectEnd(
                  Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
                try {
                  assertTrue(spoken.tryAcquire(10, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
            })
        .build();
  }

  private Behaviour says(String words) {
    return connection -> {
      connection.write(words);
      spoken.release();
      connection.read();
    };
  }

  private Behaviour saysAndCloses(String words) {
    return connection -> {
      connection.write(words);
      connection.close();
      spoken.release();
    };
  }

  private static Stream<Arguments> withAskings(List<?> firsts) {
    return firsts.stream()
        .flatMap(
            first -> Asking.RESUME_AND_GET.stream().map(asking -> Arguments.of(first, asking)));
  }

  static Stream<Arguments> statuses() {
    return withAskings(List.of(403, 408, 429, 503));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aRefusalBeforeTheRequest(int status, Asking asking) throws Exception {
    String refusal =
        NumberedServer.error(
            status, "too many connections", "Retry-After: 77", "Connection: close");
    for (Behaviour behaviour : List.of(says(refusal), saysAndCloses(refusal))) {
      try (NumberedServer server = new NumberedServer(behaviour);
          PlutoClient client = server.client().httpClient(patient()).build()) {
        PlutoApiException e = assertThrows(PlutoApiException.class, () -> asking.ask(client, 1));
        assertEquals(status, e.status());
        assertEquals("too many connections", e.error());
        assertEquals(Duration.ofSeconds(77), e.retryAfter());
        assertEquals(1, e.attempts());
        assertEquals(1, server.connections());
      }
    }
  }

  static Stream<Arguments> greetings() {
    return withAskings(List.of("SSH-2.0-OpenSSH_9.6", "220 mail.example ESMTP", "* OK IMAP4rev1"));
  }

  @ParameterizedTest
  @MethodSource("greetings")
  void theGreetingOfAnotherProtocol(String greeting, Asking asking) throws Exception {
    try (NumberedServer server = new NumberedServer(says(greeting + "\r\n"));
        PlutoClient client = server.client().httpClient(patient()).build()) {
      PlutoTransportException e =
          assertThrows(PlutoTransportException.class, () -> asking.ask(client, 1));
      assertTrue(e.getMessage().contains(greeting), e.getMessage());
      assertFalse(e.timedOut());
      assertEquals(1, e.attempts());
      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRetriedOnAnotherConnection(Asking asking) throws Exception {
    FakeTime time = new FakeTime(0.5);
    String refusal = NumberedServer.error(503, "too many connections", "Connection: close");
    Behaviour right =
        connection -> {
          spoken.release();
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(says(refusal), saysAndCloses(refusal), right);
        PlutoClient client =
            server
                .client()
                .timing(time.timing())
                .retryPolicy(RetryPolicy.defaults())
                .httpClient(patient())
                .build()) {
      NumberedServer.assertOwnAnswers(client, asking, 1, 2);
      assertEquals(3, server.connections());
      assertEquals(2, time.waits().size());
    }
  }

  // In the middle of the request.

  /** 8 MiB: more than the buffers hold. */
  private static final class Large extends RequestBody {
    private static final byte[] MIB = new byte[1 << 20];

    private final boolean hasLength;

    Large(boolean hasLength) {
      this.hasLength = hasLength;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return hasLength ? 8L * MIB.length : -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      for (int i = 0; i < 8; i++) {
        sink.write(MIB);
      }
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(413, 422, 503)
        .flatMap(
            status -> Stream.of(true, false).map(hasLength -> Arguments.of(status, hasLength)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalOfALargeBodyThatIsHardlyRead(int status, boolean hasLength) throws Exception {
    Behaviour refuses =
        connection -> {
          connection.read(1024);
          connection.write(NumberedServer.error(status, "too large"));
        };
    List<Function<NumberedServer, PlutoClient>> clients =
        List.of(
            server -> server.client().build(),
            server -> server.client().httpClient(new OkHttpClient()).build());
    for (Function<NumberedServer, PlutoClient> clientOf : clients) {
      for (Style style : Style.values()) {
        try (NumberedServer server = new NumberedServer(refuses, NumberedServer.RIGHT);
            PlutoClient client = clientOf.apply(server)) {
          PlutoApiException e =
              assertThrows(
                  PlutoApiException.class,
                  () -> NumberedServer.post(style, client, 1, new Large(hasLength)));
          assertEquals(status, e.status());
          assertEquals("too large", e.error());
          assertEquals(2, style.resume(client, NumberedServer.target(2)).runId());
          assertEquals(List.of(2), server.connectionsOfRequests());
        }
      }
    }
  }
}
