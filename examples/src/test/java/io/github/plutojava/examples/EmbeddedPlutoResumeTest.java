package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedPlutoResumeTest extends EmbeddedPlutoRequests {
  private static final String BAD_DISPLAY_ID =
      "{\"error\":\"Invalid displayId format. Expected PREFIX-NUMBER (e.g., 'MMP-1')\"}";

  // Bodies.

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"runId\":1}}", "{\"runId\":1} x", "{'runId':1}", "NaN"})
  void whatIsNotJsonIsMalformed(String body) {
    assertReply(400, MALFORMED, resume(body));
  }

  @Test
  void theLastOfTwoPropertiesWithOneNameCounts() {
    assertEquals(200, resume("{\"runId\":3,\"runId\":1}").status());
    assertEquals("RUNNING", server.status(1));
    assertEquals("FAILED", server.status(3));
  }

  @Test
  void unknownPropertiesAreIgnored() {
    assertEquals(200, resume("{\"runId\":1,\"unknown\":[null]}").status());
  }

  @ParameterizedTest
  @CsvSource({"null, null", "[], array", "1, number", "true, boolean", "'\"MMP-1\"', string"})
  void aBodyThatIsNoObjectIsInvalid(String body, String received) {
    assertReply(400, zodError(typeIssue("object", received, "[]")), resume(body));
  }

  @ParameterizedTest
  @CsvSource({"null, null", "[1], array", "{}, object", "true, boolean", "'\"1\"', string"})
  void aRunIdThatIsNoNumberIsInvalid(String value, String received) {
    assertReply(
        400,
        zodError(typeIssue("number", received, "[\"runId\"]")),
        resume("{\"runId\":" + value + "}"));
  }

  @Test
  void nullIsNotTheSameAsAbsent() {
    assertReply(
        400,
        zodError(
            typeIssue("string", "null", "[\"displayId\"]")
                + ","
                + typeIssue("string", "null", "[\"projectName\"]")),
        resume("{\"runId\":1,\"displayId\":null,\"projectName\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"projectName\":\"my-ml-project\"}",
        "{\"displayId\":\"\",\"externalId\":\"\"}",
        "{\"runId\":1,\"externalId\":\"x\"}",
        "{\"runId\":1,\"displayId\":\"MMP-1\",\"externalId\":\"x\"}",
      })
  void exactlyOneIdentifierIsAskedFor(String body) {
    String issue =
        "{\"code\":\"custom\",\"message\":"
            + "\"Provide exactly one of: runId, displayId, or externalId\",\"path\":[]}";
    assertReply(400, zodError(issue), resume(body));
  }

  // Run IDs.

  @ParameterizedTest
  @CsvSource({
    "1.0, 200",
    "1e0, 200",
    "0, 404",
    "-1, 404",
    "9007199254740994, 404",
    "0.5, 500",
    "9223372036854775808, 500",
    "-1e30, 500",
    "1e400, 500",
  })
  void aRunIdIsAJavaScriptNumberThatMustFitIntoTheDatabase(String runId, int status) {
    assertEquals(status, resume("{\"runId\":" + runId + "}").status());
  }

  @Test
  void anInexactRunIdResumesAnotherRunAndIsYetAnError() {
    assertReply(500, SERVER_ERROR, resume("{\"runId\":9007199254740993}"));

    assertEquals("RUNNING", server.status(9007199254740992L));
  }

  @Test
  void theProjectBesideARunIdIsNotLookedAt() {
    assertEquals(200, resume("{\"runId\":1,\"projectName\":\"nope\\u0000\"}").status());
  }

  // Display IDs.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A/B-1",
        "MMP-",
        "-1",
        "MMP--1",
        "MMP-1 ",
        "MMP-1\\n",
        "MMP-١",
        "M P-1",
        "\\u0000"
      })
  void onlyLettersAndDigitsOfAsciiMakeADisplayId(String displayId) {
    assertReply(400, BAD_DISPLAY_ID, resume("{\"displayId\":\"" + displayId + "\"}"));
  }

  @Test
  void handsOutADisplayIdThatItDoesNotTakeBack() {
    assertReply(
        200,
        "{\"runId\":10,\"number\":1,\"displayId\":\"A/B-1\",\"projectName\":\"A/B\","
            + "\"organizationSlug\":\"acme\","
            + "\"url\":\"https://pluto.trainy.ai/o/acme/projects/A%2FB/98Fqg\",\"resumed\":true}",
        resume("{\"runId\":10}"));
  }

  @Test
  void caseAndZerosOfADisplayIdDoNotCount() {
    Reply reply = resume("{\"displayId\":\"mTe-0001\",\"projectName\":\"monitor_tests\"}");

    assertTrue(reply.body().startsWith("{\"runId\":7,\"number\":1,\"displayId\":\"MTE-1\","));
    assertEquals(409, resume("{\"displayId\":\"mTe-0001\"}").status());
    assertEquals("COMPLETED", server.status(8));
  }

  @Test
  void theProjectOfADisplayIdIsComparedExactly() {
    assertReply(
        404, NOT_FOUND, resume("{\"displayId\":\"MMP-1\",\"projectName\":\"My-ML-Project\"}"));
  }

  @Test
  void anEndlessNumberAsksForARunWithoutOneInThatProject() {
    String endless = "9".repeat(309);

    assertEquals(200, resume("{\"displayId\":\"MMP-" + endless + "\"}").status());
    assertEquals("RUNNING", server.status(6));
    assertReply(404, NOT_FOUND, resume("{\"displayId\":\"MTE-" + endless + "\"}"));
    assertReply(500, SERVER_ERROR, resume("{\"displayId\":\"MMP-" + "9".repeat(308) + "\"}"));
  }

  // External IDs.

  @Test
  void anExternalIdNeedsAProject() {
    assertReply(
        400,
        "{\"error\":\"projectName is required when using externalId\"}",
        resume("{\"externalId\":\"my-training-run-v1\"}"));
  }

  @Test
  void oneExternalIdCanBeInTwoProjects() {
    Reply reply = resume("{\"externalId\":\"shared-ext\",\"projectName\":\"monitor-tests\"}");

    assertTrue(reply.body().startsWith("{\"runId\":8,"), reply.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"My-Training-Run-V1", " my-training-run-v1", ""})
  void anExternalIdIsComparedExactly(String externalId) {
    assertReply(
        404,
        NOT_FOUND,
        resume("{\"externalId\":\"" + externalId + "\",\"projectName\":\"my-ml-project\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude80\\ud83d"})
  void whatTheDatabaseCannotHoldIsAServerError(String text) {
    assertReply(
        500, SERVER_ERROR, resume("{\"externalId\":\"" + text + "\",\"projectName\":\"p\"}"));
    assertReply(
        500, SERVER_ERROR, resume("{\"externalId\":\"x\",\"projectName\":\"" + text + "\"}"));
    assertReply(
        500, SERVER_ERROR, resume("{\"displayId\":\"MMP-1\",\"projectName\":\"" + text + "\"}"));
    assertEquals("COMPLETED", server.status(1));
  }

  // Organizations.

  @Test
  void aRunOfAnotherOrganizationIsNeitherFoundNorInTheWay() {
    assertReply(404, NOT_FOUND, resume("{\"runId\":14}"));
    assertEquals(200, resume("{\"displayId\":\"MMP-1\"}").status());

    assertEquals("RUNNING", server.status(1));
    assertEquals("COMPLETED", server.status(14));
  }
}
