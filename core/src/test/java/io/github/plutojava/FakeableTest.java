package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users need to fake {@link RunsApi} in their own tests. */
class FakeableTest {
  @ParameterizedTest
  @CsvSource({
    "300, PlutoApiException",
    "308, PlutoApiException",
    "400, BadRequestException",
    "401, UnauthorizedException",
    "403, PlutoApiException",
    "404, RunNotFoundException",
    "409, AmbiguousRunException",
    "422, BadRequestException",
    "429, RateLimitedException",
    "431, PlutoApiException",
    "500, ServerErrorException",
    "599, ServerErrorException",
  })
  void givesTheExceptionOfAStatus(int status, String type) {
    PlutoApiException e = PlutoApiException.of(status, "words");
    assertEquals(type, e.getClass().getSimpleName());
    assertEquals(status, e.status());
    assertEquals("words", e.error());
    assertEquals(status + " words", e.getMessage());
    assertEquals("", e.body());
    assertEquals(1, e.attempts());
    assertNull(e.detail());
    assertNull(e.retryAfter());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 299, 600, -404})
  void refusesAStatusThatIsNoError(int status) {
    assertEquals(
        "status " + status + " is out of range: the statuses of errors go from 300 to 599",
        assertThrows(IllegalArgumentException.class, () -> PlutoApiException.of(status, "x"))
            .getMessage());
  }

  @Test
  void theOthersHaveConstructors() {
    IOException cause = new IOException("broken");
    PlutoTransportException transport = new PlutoTransportException("message", cause, true, 3);
    assertEquals("message", transport.getMessage());
    assertSame(cause, transport.getCause());
    assertTrue(transport.timedOut());
    assertEquals(3, transport.attempts());
    assertFalse(new PlutoTransportException("message", cause, false, 0).timedOut());

    assertEquals("message", new PlutoResponseException("message").getMessage());

    ResumeTarget target = ResumeTarget.byExternalId("x").inProject("p");
    ResumedRun run = new ResumedRun(1, null, null, "q", "acme", "u", true);
    RunMismatchException mismatch = new RunMismatchException(target, run);
    assertSame(target, mismatch.target());
    assertSame(run, mismatch.run());
    assertEquals(
        "asked for the run with external ID 'x' in project 'p', but the server resumed the run with"
            + " ID 1 in project 'q': that run is RUNNING now; look at it at u",
        mismatch.getMessage());
    assertTrue(
        new RunMismatchException(ResumeTarget.byId(2), run)
            .getMessage()
            .startsWith("asked for the run with ID 2, but"));
  }

  @Test
  void aRunNamesThePropertyThatIsNull() {
    assertEquals("projectName", nullRefusal(null, "o", "u"));
    assertEquals("organizationSlug", nullRefusal("p", null, "u"));
    assertEquals("url", nullRefusal("p", "o", null));
  }

  private static String nullRefusal(String projectName, String organizationSlug, String url) {
    return assertThrows(
            NullPointerException.class,
            () -> new ResumedRun(1, null, null, projectName, organizationSlug, url, true))
        .getMessage();
  }

  @Test
  void apiExceptionsCanTravel() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(PlutoApiException.of(404, "Run not found"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(404, ((RunNotFoundException) in.readObject()).status());
    }
  }

  @Test
  void aLambdaIsNoFakeButAClassIs() {
    RunsApi fake =
        new RunsApi() {
          @Override
          public ResumedRun resume(ResumeTarget target) {
            throw PlutoApiException.of(409, "ambiguous");
          }

          @Override
          public java.util.concurrent.CompletableFuture<ResumedRun> resumeAsync(
              ResumeTarget target) {
            return java.util.concurrent.CompletableFuture.failedFuture(
                PlutoApiException.of(409, "ambiguous"));
          }
        };
    for (Style style : Style.values()) {
      assertThrows(AmbiguousRunException.class, () -> style.resume(fake, ResumeTarget.byId(1)));
    }
  }
}
