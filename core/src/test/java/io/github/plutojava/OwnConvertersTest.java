package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;

/** A user's own converters read and write what the library's cannot, under the same rules. */
class OwnConvertersTest extends ServerTest {
  record Details(long id, Instant createdAt, Optional<String> notes) {}

  interface Runs {
    @GET("details")
    Details details();

    @POST("details")
    Void update(@Body Details details);

    @POST("api/runs/resume")
    ResumedRun resume(@Body ResumeTarget target);
  }

  private static final class InstantReader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }

  private static final class InstantWriter extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class OptionalReader extends JsonDeserializer<Optional> {
    @Override
    public Optional deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return Optional.of(json.getText());
    }

    @Override
    public Optional getNullValue(DeserializationContext context) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class OptionalWriter extends JsonSerializer<Optional> {
    @Override
    public void serialize(Optional value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      Optional<?> any = value;
      json.writeObject(any.orElse(null));
    }
  }

  /** As a user has it: with a module for what Jackson alone cannot read. */
  private static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(
            new SimpleModule()
                .addDeserializer(Instant.class, new InstantReader())
                .addSerializer(Instant.class, new InstantWriter())
                .addDeserializer(Optional.class, new OptionalReader())
                .addSerializer(Optional.class, new OptionalWriter()))
        .build();
  }

  private Runs runs() {
    return client().create(Runs.class, JacksonConverterFactory.create(mapper()));
  }

  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void readAndWriteWithTheMapperOfTheUser() throws Exception {
    String details = "{\"id\":7,\"createdAt\":\"2026-11-26T12:00:00Z\",\"notes\":";
    enqueue(
        Answers.json(200, details + "\"a\"}"),
        Answers.json(200, details + "null}"),
        Answers.json(200, ""));
    Runs runs = runs();
    assertEquals(new Details(7, NOON, Optional.of("a")), runs.details());
    assertEquals(new Details(7, NOON, Optional.empty()), runs.details());
    assertNull(runs.update(new Details(7, NOON, Optional.of("b"))));
    assertEquals("Bearer " + KEY, takeRequest().getHeader("Authorization"));
    takeRequest();
    assertEquals(details + "\"b\"}", takeRequest().getBody().readUtf8());
  }

  @Test
  void withoutThemTheSameTypesCannotBeRead() {
    enqueue(Answers.json(200, "{\"id\":7,\"createdAt\":\"2026-11-26T12:00:00Z\"}"));
    PlutoResponseException e =
        assertThrows(PlutoResponseException.class, () -> client().create(Runs.class).details());
    assertTrue(
        e.getMessage()
            .startsWith(
                "GET "
                    + server.url("/details")
                    + " failed: the property 'createdAt' of the answer cannot be read: "),
        e.getMessage());
  }

  @Test
  void leaveTargetsAndRunsToTheLibrary() throws Exception {
    enqueue(Answers.run1(), Answers.run1());
    assertEquals(1, runs().resume(MMP_1).runId());
    assertEquals("{\"displayId\":\"MMP-1\"}", takeRequest().getBody().readUtf8());
    assertThrows(RunMismatchException.class, () -> runs().resume(ResumeTarget.byId(2)));
  }

  interface Words {
    @GET("words")
    StringBuilder words();

    @GET("words")
    CompletableFuture<StringBuilder> wordsAsync();
  }

  /** Reads as the test says. */
  private static Converter.Factory reading(Converter<ResponseBody, StringBuilder> converter) {
    return new Converter.Factory() {
      @Override
      public Converter<ResponseBody, ?> responseBodyConverter(
          Type type, Annotation[] annotations, Retrofit retrofit) {
        return type == StringBuilder.class ? converter : null;
      }
    };
  }

  private static Throwable failure(Style style, Words words) {
    return style == Style.SYNC ? Failures.of(words::words) : Failures.of(words.wordsAsync());
  }

  @Test
  void areAskedInOrder() {
    Words words =
        client()
            .create(
                Words.class,
                reading(body -> new StringBuilder("first ").append(body.string())),
                reading(body -> new StringBuilder("second")));
    enqueue(Answers.json(200, "x"));
    assertEquals("first x", words.words().toString());
  }

  @ParameterizedTest
  @EnumSource
  void whatTheyThrowIsTheCauseOfTheLibrarysException(Style style) {
    PlutoClient client = client();
    for (Exception cause :
        new Exception[] {
          new IOException("not mine"),
          new IllegalStateException("not mine"),
          new Exception("not mine")
        }) {
      enqueue(Answers.json(200, "x"));
      Words words =
          client.create(
              Words.class,
              reading(
                  body -> {
                    throw ServerTest.<RuntimeException>unchecked(cause);
                  }));
      PlutoResponseException e =
          assertInstanceOf(PlutoResponseException.class, failure(style, words));
      assertEquals(
          "GET " + server.url("/words") + " failed: the answer cannot be read: not mine",
          e.getMessage());
      assertSame(cause, e.getCause());
    }
    assertEquals(3, server.getRequestCount());
  }

  @Test
  void whatTheyThrowTooLateIsTheCauseAsWell() {
    Request request = new Request.Builder().url(server.url("/words")).build();
    Duration timeout = Duration.ofSeconds(1);
    CallOutcome outcome =
        new CallOutcome(Operation.of(request), request.url(), timeout, Instant::now);
    CallState call = CallStates.of(outcome);
    call.setAnswered();
    call.cancel();
    IllegalStateException cause = new IllegalStateException("late");
    Throwable failure = outcome.failure(cause, request, call);
    assertSame(cause, assertInstanceOf(PlutoResponseException.class, failure).getCause());
    failure = outcome.failure(new IOException("Canceled"), request, call);
    assertInstanceOf(PlutoTransportException.class, failure);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfTheirsReachesTheCaller(Style style) {
    AssertionError error = new AssertionError("mine");
    enqueue(Answers.json(200, "x"));
    Words words =
        client()
            .create(
                Words.class,
                reading(
                    body -> {
                      throw error;
                    }));
    assertSame(error, failure(style, words));
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void theKeyIsMaskedInWhatTheyThrow(Style style) {
    enqueue(Answers.json(200, KEY));
    Words words =
        client()
            .create(
                Words.class,
                reading(
                    body -> {
                      throw new IllegalArgumentException("odd: " + body.string());
                    }));
    PlutoResponseException e =
        assertInstanceOf(PlutoResponseException.class, failure(style, words));
    assertTrue(e.getMessage().endsWith("the answer cannot be read: odd: ██"), e.getMessage());
    assertFalse(e.getCause().toString().contains(KEY), e.getCause().toString());
    assertNull(e.getCause().getCause());
  }

  @ParameterizedTest
  @EnumSource
  void getNoAnswerThatIsTooLargeOrEmpty(Style style) {
    Words words = client().create(Words.class, reading(body -> new StringBuilder(body.string())));
    enqueue(Answers.json(200, "x".repeat((1 << 20) + 1)));
    assertTrue(failure(style, words).getMessage().contains("is larger than 1048576 bytes"));
    enqueue(Answers.json(204, ""));
    assertTrue(failure(style, words).getMessage().contains("the answer is empty"));
  }

  @Test
  void mustNotBeNull() {
    PlutoClient client = client();
    assertEquals(
        "converter",
        assertThrows(
                NullPointerException.class,
                () -> client.create(Words.class, (Converter.Factory) null))
            .getMessage());
    assertEquals(
        "converters",
        assertThrows(
                NullPointerException.class,
                () -> client.create(Words.class, (Converter.Factory[]) null))
            .getMessage());
  }
}
