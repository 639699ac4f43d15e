package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.mockwebserver.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How strictly a 200 is read. */
class ResumedRunAnswerTest extends ServerTest {
  private static final ResumedRun RUN =
      new ResumedRun(
          1,
          1L,
          "MMP-1",
          "my-ml-project",
          "acme",
          "https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ",
          true);

  private static final List<String> PROPERTIES =
      Arrays.stream(Answers.RUN_1.substring(1, Answers.RUN_1.length() - 1).split(","))
          .collect(Collectors.toUnmodifiableList());

  @ParameterizedTest
  @EnumSource
  void readsTheRun(Style style) {
    enqueue(Answers.run1());
    assertEquals(RUN, style.resume(client(), MMP_1));
  }

  @ParameterizedTest
  @EnumSource
  void readsAChunkedAndGzippedAnswer(Style style) throws Exception {
    Buffer gzipped = new Buffer();
    Okio.buffer(new GzipSink(gzipped)).writeUtf8(Answers.RUN_1).close();
    enqueue(new MockResponse().setHeader("Content-Encoding", "gzip").setChunkedBody(gzipped, 7));
    assertEquals(RUN, style.resume(client(), MMP_1));
  }

  @ParameterizedTest
  @EnumSource
  void readsNullsAndSkipsWhatItDoesNotKnow(Style style) {
    enqueue(
        Answers.json(
            200,
            "{\"new\":{\"a\":[1,{\"runId\":\"x\"}]},\"runId\":6,\"number\":null,\"other\":null,"
                + "\"displayId\":null,\"projectName\":\"p\",\"organizationSlug\":\"acme\","
                + "\"url\":\"u\",\"resumed\":true,\"list\":[[]],\"x\":1.5}"));
    assertEquals(
        new ResumedRun(6, null, null, "p", "acme", "u", true),
        style.resume(client(), ResumeTarget.byId(6)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void namesAMissingProperty(int index) {
    List<String> rest = new ArrayList<>(PROPERTIES);
    String missing = rest.remove(index).split("\"")[1];
    assertRefused("{" + String.join(",", rest) + "}", "lacks the property '" + missing + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void namesARepeatedProperty(int index) {
    List<String> more = new ArrayList<>(PROPERTIES);
    more.add(PROPERTIES.get(index));
    String repeated = PROPERTIES.get(index).split("\"")[1];
    assertRefused("{" + String.join(",", more) + "}", "has the property '" + repeated + "' twice");
  }

  @Test
  void namesARepeatedNull() {
    assertRefused("{\"number\":null,\"number\":1}", "has the property 'number' twice");
    assertRefused("{\"displayId\":null,\"displayId\":null}", "has the property 'displayId' twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          runId            | "1"                  | as a string instead of an integer
          runId            | 1.5                  | as a number with a fraction or exponent instead of an integer
          runId            | 1e3                  | as a number with a fraction or exponent instead of an integer
          runId            | null                 | as null instead of an integer
          runId            | true                 | as true instead of an integer
          runId            | [1]                  | as an array instead of an integer
          runId            | {"a":1}              | as an object instead of an integer
          runId            | 9223372036854775808  | out of range
          number           | "1"                  | as a string instead of an integer
          number           | 1.0                  | as a number with a fraction or exponent instead of an integer
          number           | -9223372036854775809 | out of range
          displayId        | 1                    | as an integer instead of a string
          projectName      | null                 | as null instead of a string
          organizationSlug | false                | as false instead of a string
          url              | null                 | as null instead of a string
          resumed          | false                | as false instead of true
          resumed          | null                 | as null instead of true
          resumed          | "true"               | as a string instead of true
          resumed          | 1                    | as an integer instead of true
          """)
  void namesAPropertyOfTheWrongType(String property, String value, String problem) {
    String body =
        PROPERTIES.stream()
            .map(p -> p.startsWith("\"" + property + "\"") ? "\"" + property + "\":" + value : p)
            .collect(Collectors.joining(",", "{", "}"));
    assertRefused(body, "has the property '" + property + "' " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                     | lacks the property 'runId'
          ``                     | is empty
          `   `                  | is empty
          []                     | is not a JSON object
          null                   | is not a JSON object
          "run"                  | is not a JSON object
          {"runId":1             | is not valid JSON
          {"runId":1,}           | is not valid JSON
          <a>Sign in</a>         | is not valid JSON
          {'runId':1}            | is not valid JSON
          """)
  void saysWhatIsWrongWithOtherAnswers(String body, String problem) {
    assertRefused(body, problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "1", " null", "]"})
  void refusesWhatComesAfterTheObject(String more) {
    PlutoResponseException e = refusal(Style.SYNC, Answers.json(200, Answers.RUN_1 + more));
    assertTrue(
        e.getMessage().contains("goes on after the JSON object")
            || e.getMessage().contains("is not valid JSON"),
        e.getMessage());
  }

  @Test
  void acceptsWhiteSpaceAroundTheObject() {
    enqueue(Answers.json(200, " \n" + Answers.RUN_1 + "\r\n\t "));
    assertEquals(RUN, client().runs().resume(MMP_1));
  }

  @ParameterizedTest
  @EnumSource
  void refusesInvalidUtf8(Style style) {
    Buffer body = new Buffer().writeUtf8("{\"projectName\":\"").writeByte(0xff).writeUtf8("\"}");
    assertTrue(
        refusal(style, new MockResponse().setBody(body)).getMessage().contains("not valid JSON"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesA2xxWithoutABody(Style style) {
    for (int status : new int[] {204, 205}) {
      assertTrue(
          refusal(style, new MockResponse().setResponseCode(status))
              .getMessage()
              .contains("the answer is empty"));
    }
  }

  private void assertRefused(String body, String problem) {
    for (Style style : Style.values()) {
      PlutoResponseException e = refusal(style, Answers.json(200, body));
      assertTrue(
          e.getMessage()
              .startsWith(
                  "could not resume the run with display ID 'MMP-1': the answer " + problem),
          e.getMessage());
      assertTrue(e.getMessage().endsWith("check the base URL"), e.getMessage());
    }
  }

  private PlutoResponseException refusal(Style style, MockResponse response) {
    int before = server.getRequestCount();
    enqueue(response);
    PlutoResponseException e =
        assertThrows(PlutoResponseException.class, () -> style.resume(client(), MMP_1));
    assertEquals(before + 1, server.getRequestCount(), "it must not be retried");
    return e;
  }
}
