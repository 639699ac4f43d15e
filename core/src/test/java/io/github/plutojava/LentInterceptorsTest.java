package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.NumberedServer.Asking;
import io.github.plutojava.testing.NumberedServer.Behaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Interceptors of a lent OkHttpClient: what they see, and what becomes of others if they throw. */
class LentInterceptorsTest {
  static Stream<Arguments> failuresAndAskings() {
    return Stream.of(
            new IOException("not this one"),
            new IllegalStateException("a bug"),
            new AssertionError("a bug"))
        .flatMap(
            failure -> Asking.RESUME_AND_GET.stream().map(asking -> Arguments.of(failure, asking)));
  }

  /** Throws when it has the answer to number 2, or before it asks for it. */
  private static Interceptor throwingForNumber2(Throwable failure, boolean hasAnswer) {
    List<Object> seen = Collections.synchronizedList(new ArrayList<>());
    return chain -> {
      seen.add(chain);
      boolean isNumber2 = seen.size() == 2;
      if (isNumber2 && !hasAnswer) {
        raise(failure);
      }
      Response response = chain.proceed(chain.request());
      if (isNumber2) {
        raise(failure);
      }
      return response;
    };
  }

  private static void raise(Throwable failure) throws IOException {
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    throw (IOException) failure;
  }

  private static void assertOnlyNumber2Fails(PlutoClient client, Asking asking, Throwable failure) {
    NumberedServer.assertOwnAnswers(client, asking, 1);
    Throwable thrown = assertThrows(Throwable.class, () -> asking.ask(client, 2));
    if (failure instanceof IOException) {
      assertTrue(thrown.getMessage().contains(failure.getMessage()), thrown.getMessage());
      assertEquals(1, ((PlutoTransportException) thrown).attempts());
    } else {
      assertSame(failure, thrown);
    }
    NumberedServer.assertOwnAnswers(client, asking, 3, 4, 5);
  }

  @ParameterizedTest
  @MethodSource("failuresAndAskings")
  void aNetworkInterceptorThatThrowsWithTheAnswerLeavesItToNobody(Throwable failure, Asking asking)
      throws Exception {
    OkHttpClient http =
        new OkHttpClient.Builder().addNetworkInterceptor(throwingForNumber2(failure, true)).build();
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(http).build()) {
      assertOnlyNumber2Fails(client, asking, failure);
      assertEquals(List.of(1, 1, 2, 2, 2), server.connectionsOfRequests());
    }
  }

  @ParameterizedTest
  @MethodSource("failuresAndAskings")
  void aNetworkInterceptorThatThrowsBeforeItProceeds(Throwable failure, Asking asking)
      throws Exception {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addNetworkInterceptor(throwingForNumber2(failure, false))
            .build();
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(http).build()) {
      assertOnlyNumber2Fails(client, asking, failure);
      assertEquals(4, server.requests().size());
    }
  }

  /** The answer was read to its end by then. */
  @ParameterizedTest
  @MethodSource("failuresAndAskings")
  void anInterceptorThatThrowsWithTheAnswerCostsNoConnection(Throwable failure, Asking asking)
      throws Exception {
    OkHttpClient http =
        new OkHttpClient.Builder().addInterceptor(throwingForNumber2(failure, true)).build();
    try (NumberedServer server = new NumberedServer(NumberedServer.RIGHT);
        PlutoClient client = server.client().httpClient(http).build()) {
      assertOnlyNumber2Fails(client, asking, failure);
      assertEquals(List.of(1, 1, 1, 1, 1), server.connectionsOfRequests());
    }
  }

  static Stream<Arguments> statuses() {
    return Stream.of(407, 408, 503, 599, 200)
        .flatMap(
            status -> Asking.RESUME_AND_GET.stream().map(asking -> Arguments.of(status, asking)));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aNetworkInterceptorSeesTheStatusThatTheServerSent(int status, Asking asking)
      throws Exception {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    Interceptor notes =
        chain -> {
          Response response = chain.proceed(chain.request());
          seen.add(response.code());
          return response;
        };
    OkHttpClient http =
        new OkHttpClient.Builder().addNetworkInterceptor(notes).addInterceptor(notes).build();
    Behaviour answers =
        connection -> {
          if (status == 200) {
            connection.answer();
          } else {
            connection.read();
            connection.write(
                NumberedServer.error(
                    status, "busy", "Retry-After: 0", "Proxy-Authenticate: Basic realm=x"));
          }
          connection.answerAll();
        };
    try (NumberedServer server = new NumberedServer(answers);
        PlutoClient client = server.client().httpClient(http).build()) {
      if (status == 200) {
        NumberedServer.assertOwnAnswers(client, asking, 1);
      } else {
        PlutoApiException e = assertThrows(PlutoApiException.class, () -> asking.ask(client, 1));
        assertEquals(status, e.status());
      }
      assertEquals(List.of(status, status), seen);
      assertEquals(1, server.requests().size());
    }
  }
}
