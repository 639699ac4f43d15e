package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.http.GET;

/**
 * An Error in the user's code reaches the caller as it is, also where OkHttp and Retrofit would
 * lose it: then a future would stay open until its deadline.
 */
class ThrownErrorsTest extends ServerTest {
  private static final List<Error> ERRORS =
      List.of(
          new NoClassDefFoundError("com/example/Missing"),
          new NoSuchMethodError("com.example.Old.method()"),
          new OutOfMemoryError("simulated"),
          new StackOverflowError(),
          new AssertionError("mine"));

  static Stream<Arguments> errors() {
    return ERRORS.stream()
        .flatMap(error -> Stream.of(Style.values()).map(style -> Arguments.of(error, style)));
  }

  interface Things {
    @GET("thing")
    Thing thing();

    @GET("thing")
    CompletableFuture<Thing> thingAsync();

    @GET("thing")
    BadStart badStart();

    @GET("thing")
    CompletableFuture<BadStart> badStartAsync();
  }

  /** Reading one throws the Error whose index the answer is. */
  @JsonDeserialize(using = ThrowingDeserializer.class)
  static final class Thing {}

  static final class ThrowingDeserializer extends JsonDeserializer<Thing> {
    @Override
    public Thing deserialize(JsonParser json, DeserializationContext context) throws IOException {
      throw ERRORS.get(json.getIntValue());
    }
  }

  static final class BadStart {
    static final int NEVER_SET = Integer.parseInt("not a number");

    public long id;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ofAConverter(Error error, Style style) {
    PlutoClient client = client();
    Things things = client.create(Things.class);
    enqueue(Answers.json(200, "" + ERRORS.indexOf(error)), Answers.run1());
    assertSame(
        error, style == Style.SYNC ? Failures.of(things::thing) : Failures.of(things.thingAsync()));
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(1, sockets.accepted());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void ofAClassThatCannotBeInitialized(Style style) {
    Things things = client().create(Things.class);
    enqueue(Answers.json(200, "{\"id\":1}"));
    assertInstanceOf(
        LinkageError.class,
        style == Style.SYNC ? Failures.of(things::badStart) : Failures.of(things.badStartAsync()));
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ofTheKeySupplier(Error error, Style style) {
    PlutoClient client = closeLater(builder().apiKey(() -> doThrow(error)).build());
    assertSame(error, Failures.of(style, client));
    assertEquals(0, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }

  private static String doThrow(Error error) {
    throw error;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ofAnInterceptor(Error error, Style style) {
    Interceptor throwing =
        chain -> {
          throw error;
        };
    assertReaches(error, style, new OkHttpClient.Builder().addInterceptor(throwing));
    assertEquals(0, sockets.accepted());
    assertReaches(error, style, new OkHttpClient.Builder().addNetworkInterceptor(throwing));
    Await.until("it was connected", () -> sockets.accepted() == 1);
  }

  private void assertReaches(Error error, Style style, OkHttpClient.Builder http) {
    PlutoClient client = closeLater(builder().httpClient(http.build()).build());
    assertSame(error, Failures.of(style, client));
    assertEquals(0, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }

  @Test
  void ofTheKeySupplierEndsABatch() {
    Error error = new NoClassDefFoundError("com/example/Vault");
    PlutoClient client = closeLater(builder().apiKey(() -> doThrow(error)).build());
    BulkResumer bulk = new BulkResumer(client.runs(), 2);
    assertSame(
        error,
        Failures.of(
            () -> {
              bulk.resumeAll(Collections.nCopies(5, MMP_1), outcome -> {});
              return "no failure";
            }));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void holdsNoPlaceAndNoConnection() {
    PlutoClient client = client();
    Things things = client.create(Things.class);
    List<CompletableFuture<Thing>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      enqueue(Answers.json(200, "0"));
    }
    for (int i = 0; i < 100; i++) {
      futures.add(things.thingAsync());
    }
    for (CompletableFuture<Thing> future : futures) {
      assertSame(ERRORS.get(0), Failures.of(future));
    }
    enqueue(Answers.run1());
    assertEquals(1, client.runs().resumeAsync(MMP_1).join().runId());
    assertEquals(101, server.getRequestCount());
    assertTrue(sockets.accepted() <= 64, sockets.accepted() + " connections");
  }
}
