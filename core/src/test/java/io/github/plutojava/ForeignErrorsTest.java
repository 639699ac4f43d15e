package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.http.GET;

/** Errors of servers that are not Pluto: what stands behind a wrong base URL, or in between. */
class ForeignErrorsTest extends ServerTest {
  /** A body, and what the exception's {@code error()} is. */
  private record Body(String server, String text, String error) {
    @Override
    public String toString() {
      return server;
    }
  }

  private static final List<Body> NOT_FOUND =
      List.of(
          new Body(
              "Spring Boot",
              "{\"timestamp\":\"2026-11-25T00:00:00.000+00:00\",\"status\":404,"
                  + "\"error\":\"Not Found\",\"path\":\"/api/runs/resume\"}",
              "Not Found"),
          new Body(
              "NestJS",
              "{\"message\":\"Cannot POST /api/runs/resume\",\"error\":\"Not Found\","
                  + "\"statusCode\":404}",
              "Not Found"),
          new Body(
              "Fastify",
              "{\"message\":\"Route POST:/api/runs/resume not found\",\"error\":\"Not Found\","
                  + "\"statusCode\":404}",
              "Not Found"),
          new Body(
              "Google",
              "{\"error\":{\"code\":404,\"message\":\"Requested entity was not found.\","
                  + "\"status\":\"NOT_FOUND\"}}",
              "Requested entity was not found."),
          new Body("API Gateway", "{\"message\":\"Not Found\"}", "Not Found"),
          new Body("Django REST", "{\"detail\":\"Not found.\"}", "Not found."),
          new Body("JSON:API", "{\"errors\":[{\"status\":\"404\",\"title\":\"Not Found\"}]}", ""),
          new Body(
              "problem details",
              "{\"type\":\"https://tools.ietf.org/html/rfc9110\",\"title\":\"Not Found\","
                  + "\"status\":404}",
              ""),
          new Body("an Express app", "{\"error\":\"Not found\"}", "Not found"),
          new Body("a router's bare words", "{\"error\":\"Not Found\"}", "Not Found"),
          new Body("no words at all", "{}", ""),
          new Body("an error that is null", "{\"error\":null}", ""),
          new Body("a list", "[\"Run not found\"]", "[\"Run not found\"]"),
          new Body(
              "JSON that is cut", "{\"error\":\"Run not found\"", "{\"error\":\"Run not found\""),
          new Body(
              "HTML", "<html><head><title>404 Not Found</title></head></html>", "404 Not Found"),
          new Body("XML", "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", ""),
          new Body("Pluto's own router", "404 Not Found", "404 Not Found"),
          new Body("nothing", "", ""));

  private static Stream<Arguments> withStyles(List<Body> bodies) {
    return bodies.stream()
        .flatMap(body -> Stream.of(Style.values()).map(style -> Arguments.of(body, style)));
  }

  static Stream<Arguments> notFound() {
    return withStyles(NOT_FOUND);
  }

  @ParameterizedTest
  @MethodSource("notFound")
  void a404IsNoMissingRun(Body body, Style style) {
    enqueue(Answers.json(404, body.text));
    PlutoApiException e = assertInstanceOf(PlutoApiException.class, Failures.of(style, client()));
    assertSame(PlutoApiException.class, e.getClass());
    assertEquals(404, e.status());
    assertEquals(body.error, e.error());
    assertEquals(body.text, e.body());
    assertTrue(
        e.getMessage().startsWith("could not resume the run with display ID 'MMP-1': 404 "),
        e.getMessage());
    assertTrue(
        e.getMessage()
            .endsWith(
                " The server has no path /api/runs/resume, so it may not be Pluto: check the base"
                    + " URL "
                    + server.url("/")),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(1, server.getRequestCount());
  }

  static Stream<Arguments> plutos() {
    return withStyles(
        List.of(
            new Body("plain", "{\"error\":\"Run not found\"}", "Run not found"),
            new Body("more beside it", "{\"error\":\"Run not found\",\"id\":7}", "Run not found"),
            new Body("spaced", " { \"error\" : \"Run not found\" }\n", "Run not found"),
            new Body(
                "with its success",
                "{\"success\":false,\"error\":\"Run not found\"}",
                "Run not found")));
  }

  @ParameterizedTest
  @MethodSource("plutos")
  void plutosOwn404Is(Body body, Style style) {
    enqueue(Answers.json(404, body.text));
    RunNotFoundException e =
        assertInstanceOf(RunNotFoundException.class, Failures.of(style, client()));
    assertEquals(body.error, e.error());
    assertEquals(
        "could not resume the run with display ID 'MMP-1': 404 "
            + body.error
            + ". Check the ID, and that the API key belongs to the run's organization",
        e.getMessage());
  }

  interface Things {
    @GET("thing")
    Map<String, Object> thing();

    @GET("thing")
    CompletableFuture<Map<String, Object>> thingAsync();
  }

  @Test
  void ofAnOwnServiceThePathMayBeWrongToo() {
    Things things = client().create(Things.class);
    for (Style style : Style.values()) {
      enqueue(Answers.json(404, "<title>Nothing here</title>"));
      Throwable e =
          style == Style.SYNC ? Failures.of(things::thing) : Failures.of(things.thingAsync());
      assertSame(PlutoApiException.class, e.getClass());
      assertEquals(
          "GET "
              + server.url("/thing")
              + " failed: 404 Nothing here. The server has no path /thing: check it, and the base"
              + " URL "
              + server.url("/"),
          e.getMessage());
    }
  }

  static Stream<Arguments> otherStatuses() {
    return Stream.of(
            new Other(400, BadRequestException.class, "{\"message\":\"bad JSON\"}", "bad JSON"),
            new Other(401, UnauthorizedException.class, "{\"message\":\"No token\"}", "No token"),
            new Other(403, PlutoApiException.class, "{\"message\":\"Forbidden\"}", "Forbidden"),
            new Other(409, AmbiguousRunException.class, "<title>Conflict</title>", "Conflict"),
            new Other(429, RateLimitedException.class, "Too many", "Too many"),
            new Other(
                502,
                ServerErrorException.class,
                "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<hr>nginx</html>",
                "502 Bad Gateway"))
        .flatMap(other -> Stream.of(Style.values()).map(style -> Arguments.of(other, style)));
  }

  private record Other(
      int status, Class<? extends PlutoApiException> type, String body, String error) {}

  @ParameterizedTest
  @MethodSource("otherStatuses")
  void otherStatusesMeanTheSameAsPlutos(Other other, Style style) {
    enqueue(Answers.json(other.status, other.body));
    PlutoClient client = closeLater(builder().retryPolicy(RetryPolicy.none()).build());
    PlutoApiException e = assertInstanceOf(PlutoApiException.class, Failures.of(style, client));
    assertSame(other.type, e.getClass());
    assertEquals(other.status, e.status());
    assertEquals(other.error, e.error());
    assertTrue(e.getMessage().contains(other.error), e.getMessage());
  }

  @Test
  void plutosValidationErrorKeepsItsIssues() {
    enqueue(
        Answers.json(
            400,
            "{\"success\":false,\"error\":{\"issues\":[{\"code\":\"invalid_type\","
                + "\"path\":[\"runId\"],\"message\":\"Expected number, received string\"}],"
                + "\"name\":\"ZodError\"}}"));
    BadRequestException e =
        assertInstanceOf(BadRequestException.class, Failures.of(Style.SYNC, client()));
    assertEquals("runId: Expected number, received string", e.error());
  }
}
