package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Url;

/** A user's own interface gets the same treatment as {@link RunsApi}. */
class OwnServiceTest extends ServerTest {
  record Details(long id, String name) {}

  record Metric(String name, double value) {}

  interface Runs {
    @GET("api/runs/details/{id}")
    Details details(@Path("id") long id);

    @GET("api/runs/details/{id}")
    CompletableFuture<Details> detailsAsync(@Path("id") long id);

    @GET("api/runs")
    List<Details> list(@Query("secret") String secret);

    @POST("api/runs/{id}/metrics")
    Void log(@Path("id") long id, @Body Metric metric);

    @DELETE("api/runs/{id}")
    CompletableFuture<Void> delete(@Path("id") long id);

    @POST("api/runs/resume")
    ResumedRun resume(@Body ResumeTarget.ById target, @Header("User-Agent") String userAgent);

    @POST("api/runs/archive")
    Void archive(@Body ResumeTarget.ById target);

    @GET
    JsonNode get(@Url String url);

    @POST("cyclic")
    Void post(@Body Cyclic cyclic);

    @GET("odd")
    Odd odd();

    @GET("odd")
    CompletableFuture<Odd> oddAsync();
  }

  @JsonDeserialize(using = OddDeserializer.class)
  record Odd() {}

  /** Throws what it does not declare, as code in Kotlin can. */
  static final class OddDeserializer extends JsonDeserializer<Odd> {
    @Override
    public Odd deserialize(JsonParser json, DeserializationContext context) {
      throw ServerTest.<RuntimeException>unchecked(new Exception("bug"));
    }
  }

  static final class Cyclic {
    public Cyclic getSelf() {
      return this;
    }
  }

  private Runs runs() {
    return client().create(Runs.class);
  }

  @Test
  void returnsTheBodyItself() throws Exception {
    enqueue(
        Answers.json(200, "{\"id\":7,\"name\":\"n\",\"new\":{}}"),
        Answers.json(200, "{\"id\":8,\"name\":\"m\"}"),
        Answers.json(200, "[{\"id\":9,\"name\":\"l\"}]"));
    Runs runs = runs();
    assertEquals(new Details(7, "n"), runs.details(7));
    assertEquals(new Details(8, "m"), runs.detailsAsync(8).join());
    assertEquals(List.of(new Details(9, "l")), runs.list("s"));
    RecordedRequest request = takeRequest();
    assertEquals("GET /api/runs/details/7 HTTP/1.1", request.getRequestLine());
    assertEquals("Bearer " + KEY, request.getHeader("Authorization"));
  }

  @Test
  void sendsBodiesAndTakesAnswersWithoutOne() throws Exception {
    enqueue(
        new MockResponse().setResponseCode(204),
        Answers.json(200, "{\"ignored\":1}"),
        new MockResponse().setResponseCode(204));
    Runs runs = runs();
    assertNull(runs.log(7, new Metric("loss", 0.5)));
    assertNull(runs.log(7, new Metric("loss", 0.25)));
    assertNull(runs.delete(7).join());
    assertEquals("{\"name\":\"loss\",\"value\":0.5}", takeRequest().getBody().readUtf8());
  }

  @Test
  void leavesAUserAgentThatTheServiceSets() throws Exception {
    enqueue(Answers.run1());
    assertEquals(1, runs().resume(ResumeTarget.byId(1), "mine").runId());
    RecordedRequest request = takeRequest();
    assertEquals("mine", request.getHeader("User-Agent"));
    assertEquals("{\"runId\":1}", request.getBody().readUtf8());
  }

  @Test
  void checksTheRunOfATargetThere() {
    enqueue(Answers.run1());
    assertThrows(RunMismatchException.class, () -> runs().resume(ResumeTarget.byId(2), "mine"));
  }

  @Test
  void doesNotCallAnotherRequestWithATargetAResume() {
    enqueue(new MockResponse().setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST));
    PlutoTransportException e =
        assertThrows(PlutoTransportException.class, () -> runs().archive(new ResumeTarget.ById(1)));
    assertTrue(
        e.getMessage().startsWith("POST " + server.url("/api/runs/archive") + " failed: no"),
        e.getMessage());
    assertFalse(e.getMessage().contains("calling again is safe"), e.getMessage());
  }

  @Test
  void throwsTheSameExceptions() {
    enqueue(
        Answers.error(404, "Run not found"),
        Answers.error(400, "bad"),
        Answers.error(409, "locked"),
        Answers.error(501, "no"));
    RunNotFoundException e = assertThrows(RunNotFoundException.class, () -> runs().details(7));
    String failed = "GET " + server.url("/api/runs/details/7") + " failed: ";
    assertEquals(failed + "404 Run not found", e.getMessage());
    BadRequestException bad = assertThrows(BadRequestException.class, () -> runs().list("pw"));
    assertEquals(
        "GET "
            + server.url("/api/runs")
            + " failed: 400 bad. The server refuses what was sent: check the method's arguments",
        bad.getMessage());
    AmbiguousRunException conflict =
        assertThrows(AmbiguousRunException.class, () -> runs().details(7));
    assertEquals(failed + "409 locked", conflict.getMessage());
    assertEquals(
        failed + "501 no",
        assertThrows(ServerErrorException.class, () -> runs().details(7)).getMessage());
  }

  @Test
  void retriesTheSameWay() {
    enqueue(
        Answers.error(503, "x"),
        Answers.json(200, "{}").setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST),
        Answers.json(200, "{\"id\":7,\"name\":\"n\"}"));
    assertEquals(new Details(7, "n"), runs().details(7));
    // The connection that broke had served before: that costs no attempt.
    assertEquals(List.of(Duration.ofMillis(250)), time.waits());
  }

  @Test
  void leavesNoRepetitionOfAGetToOkHttp() {
    Runs runs = closeLater(builder().retryPolicy(RetryPolicy.none()).build()).create(Runs.class);
    enqueue(
        Answers.json(200, "{}").setSocketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST),
        Answers.error(408, "x"),
        Answers.error(503, "x").setHeader("Retry-After", "0"));
    assertEquals(1, assertThrows(PlutoTransportException.class, () -> runs.details(7)).attempts());
    assertEquals(408, assertThrows(PlutoApiException.class, () -> runs.details(7)).status());
    assertEquals(503, assertThrows(PlutoApiException.class, () -> runs.details(7)).status());
    assertEquals(3, server.getRequestCount());
  }

  @Test
  void saysWhatCannotBeRead() {
    enqueue(
        Answers.json(200, "{\"id\":\"seven\"}"),
        Answers.json(200, "{\"id\":\"seven\"}"),
        Answers.json(200, "{"),
        new MockResponse().setResponseCode(204));
    Runs runs = runs();
    PlutoResponseException e = assertThrows(PlutoResponseException.class, () -> runs.details(7));
    assertEquals(
        "GET "
            + server.url("/api/runs/details/7")
            + " failed: the property 'id' of the answer cannot be read: Cannot deserialize value of"
            + " type `long` from String \"seven\": not a valid `long` value",
        e.getMessage());
    assertInstanceOf(JsonMappingException.class, e.getCause());
    Throwable failure =
        assertThrows(CompletionException.class, () -> runs.detailsAsync(7).join()).getCause();
    assertEquals(e.getMessage(), failure.getMessage());
    e = assertThrows(PlutoResponseException.class, () -> runs.details(7));
    assertTrue(
        e.getMessage().contains("the answer cannot be read: Unexpected end"), e.getMessage());
    assertTrue(
        assertThrows(PlutoResponseException.class, () -> runs.details(7))
            .getMessage()
            .contains("the answer is empty"));
    assertEquals(4, server.getRequestCount());
  }

  @Test
  void namesAPropertyDeepInAnAnswer() {
    enqueue(Answers.json(200, "[{\"id\":1},{\"id\":[]}]"));
    PlutoResponseException e = assertThrows(PlutoResponseException.class, () -> runs().list("s"));
    assertTrue(
        e.getMessage().contains(" failed: the property '[1].id' of the answer cannot be read: "),
        e.getMessage());
  }

  @Test
  void masksTheKeyInWhatCannotBeRead() {
    enqueue(Answers.json(200, "{\"id\":\"" + KEY + "\"}"));
    PlutoResponseException e = assertThrows(PlutoResponseException.class, () -> runs().details(7));
    assertTrue(e.getMessage().contains("from String \"██\""), e.getMessage());
    assertFalse(e.getCause().toString().contains(KEY), e.getCause().toString());
    assertNull(e.getCause().getCause());
  }

  @Test
  void wrapsACheckedExceptionThatNobodyDeclared() {
    enqueue(Answers.json(200, "{}"), Answers.json(200, "{}"));
    Runs runs = runs();
    Throwable failure = assertThrows(PlutoResponseException.class, runs::odd);
    assertEquals("bug", failure.getCause().getMessage());
    failure = assertThrows(CompletionException.class, () -> runs.oddAsync().join()).getCause();
    assertEquals(
        "bug", assertInstanceOf(PlutoResponseException.class, failure).getCause().getMessage());
  }

  @Test
  void refusesWhatItCannotWrite() {
    assertThrows(IllegalArgumentException.class, () -> runs().post(new Cyclic()));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void givesTheKeyToNoOtherServer() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.enqueue(Answers.json(200, "{}"));
      enqueue(Answers.json(200, "{}"));
      runs().get(other.url("/x").toString());
      assertNull(other.takeRequest().getHeader("Authorization"));
      runs().get("/relative");
      assertEquals("Bearer " + KEY, takeRequest().getHeader("Authorization"));
    }
  }

  @Test
  void goesToNoOtherMachineInTheClear() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> runs().get("http://pluto.test/x?secret=1"));
    assertTrue(e.getMessage().startsWith("'http://pluto.test/x' is not https"), e.getMessage());
  }

  @Test
  void makesAnInstanceEachTime() {
    PlutoClient client = client();
    assertNotSame(client.create(Runs.class), client.create(Runs.class));
    assertEquals(
        "service",
        assertThrows(NullPointerException.class, () -> client.create((Class<Runs>) null))
            .getMessage());
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> client.create(String.class));
    assertTrue(e.getMessage().contains("interface"), e.getMessage());
  }

  interface ReturnsCall {
    @GET("x")
    Call<String> x();
  }

  interface ReturnsResponse {
    @GET("x")
    Response<String> x();
  }

  interface ReturnsFutureOfResponse {
    @GET("x")
    CompletableFuture<Response<String>> x();
  }

  interface ReturnsRawFuture {
    @GET("x")
    @SuppressWarnings("rawtypes")
    CompletableFuture x();
  }

  interface ReturnsFuture {
    @GET("x")
    Future<String> x();
  }

  interface ReturnsStage {
    @GET("x")
    CompletionStage<String> x();
  }

  @Test
  void refusesReturnTypesThatWouldGoRoundItAtOnceWithTheReason() {
    String roundIt =
        " would bypass the client's deadline, checks and exceptions: return the body, or a"
            + " CompletableFuture of it";
    assertRefused(ReturnsCall.class, "Call" + roundIt);
    assertRefused(ReturnsResponse.class, "Response" + roundIt);
    assertRefused(ReturnsFutureOfResponse.class, "Response" + roundIt);
    assertRefused(
        ReturnsRawFuture.class,
        "CompletableFuture needs the type of the body: CompletableFuture<Foo>");
    String noBody = " cannot be a body: for an asynchronous call, return CompletableFuture<Foo>";
    assertRefused(ReturnsFuture.class, "Future" + noBody);
    assertRefused(ReturnsStage.class, "CompletionStage" + noBody);
  }

  private void assertRefused(Class<?> service, String reason) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> client().create(service));
    assertTrue(e.getMessage().contains("for method " + service.getSimpleName() + ".x"));
    assertEquals(reason, e.getCause().getMessage());
  }
}
