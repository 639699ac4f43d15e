package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.wire.DisplayIds;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values can be targets: those that the server reads as they were meant. */
class ResumeTargetTest {
  private static final String UNKNOWN_FORMAT =
      " is not PREFIX-NUMBER in ASCII letters and digits, such as MMP-1, which stands beside the"
          + " run's title: the server does not accept it. If this stands there, resume the run by"
          + " its numeric ID: ResumeTarget.byId(runId). If it is an ID of your own, use ResumeTarget.byExternalId";

  private static String refusal(org.junit.jupiter.api.function.Executable target) {
    return assertThrows(IllegalArgumentException.class, target).getMessage();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 123, 2147483648L, 9007199254740991L})
  void takesRunIdsThatJavaScriptCanHold(long runId) {
    assertEquals(new ResumeTarget.ById(runId), ResumeTarget.byId(runId));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, -1, Long.MIN_VALUE, 9007199254740992L, 9007199254740993L, Long.MAX_VALUE})
  void refusesOtherRunIds(long runId) {
    assertEquals(
        "runId " + runId + " is out of range: run IDs go from 1 to 9007199254740991",
        refusal(() -> ResumeTarget.byId(runId)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MMP-1", "mmp-1", "MMP-0001", "a-0", "7-7", "MMP-2147483647", "M-0002147483647"})
  void takesDisplayIdsThatTheServerTakes(String displayId) {
    assertEquals(
        new ResumeTarget.ByDisplayId(displayId, null), ResumeTarget.byDisplayId(displayId));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MMP1", "-1", "MMP-", "MMP--1", "A/B-1", "項日本-1", "MMP-١", "MMP-1x"})
  void refusesDisplayIdsThatTheServerDoesNotTake(String displayId) {
    assertEquals(
        "displayId '" + displayId + "'" + UNKNOWN_FORMAT,
        refusal(() -> ResumeTarget.byDisplayId(displayId)));
  }

  @Test
  void looksAtALongDisplayIdOnce() {
    String zeros = "A-" + "0".repeat(1 << 20);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          assertTrue(refusal(() -> ResumeTarget.byDisplayId(zeros + "x")).endsWith(UNKNOWN_FORMAT));
          assertFalse(DisplayIds.same("A-1", zeros + "x"));
          assertTrue(DisplayIds.same("a-1", zeros + "1"));
          assertTrue(DisplayIds.same("A-0", zeros));
        });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`MMP-1\n`, 'MMP-1\\u000a', 5",
        "` MMP-1`, ' MMP-1', 0",
        "`MMP- 1`, 'MMP- 1', 4",
        "`MMP-1\u00a0`, 'MMP-1\\u00a0', 5"
      })
  void saysWhereADisplayIdHasWhiteSpace(String displayId, String shown, int index) {
    assertEquals(
        "displayId "
            + shown
            + " has white space at index "
            + index
            + ", which no display ID has: strip() what you read from a file. If it is an ID of your"
            + " own, use ResumeTarget.byExternalId",
        refusal(() -> ResumeTarget.byDisplayId(displayId)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "12345, 12345",
    "0012345, 12345",
    "999999999, 999999999",
    "3000000000, 3000000000L",
  })
  void asksWhetherANumberAloneIsARunId(String displayId, String literal) {
    assertEquals(
        "displayId '"
            + displayId
            + "' is a number without a prefix. Is it a run ID? Then use ResumeTarget.byId("
            + literal
            + ")",
        refusal(() -> ResumeTarget.byDisplayId(displayId)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bob:hunter2@pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ",
        "pluto.trainy.ai/o/acme/projects/my-ml-project/MMP-1"
      })
  void asksForTheDisplayIdOnThePageOfAUrl(String url) {
    assertEquals(
        "displayId is a URL: give the display ID that its page shows, such as MMP-1",
        refusal(() -> ResumeTarget.byDisplayId(url)));
  }

  @Test
  void asksForNoRunIdThatCannotBeOne() {
    String message = refusal(() -> ResumeTarget.byDisplayId("9999999999999999"));
    assertFalse(message.contains("byId(9999999999999999"), message);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"null, null", "'', empty", "' \t', blank"})
  void saysHowToGiveADisplayIdThatIsMissing(String displayId, String what) {
    assertEquals(
        "displayId is "
            + (what == null ? "null" : what)
            + ": give the ID that the run's page shows, such as MMP-1",
        refusal(() -> ResumeTarget.byDisplayId(displayId)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MMP-2147483648", "MMP-9999999999", "MMP-99999999999999999999"})
  void refusesNumbersThatTheServerCannotHold(String displayId) {
    assertEquals(
        "displayId '"
            + displayId
            + "' has a number above 2147483647, the largest that the server accepts",
        refusal(() -> ResumeTarget.byDisplayId(displayId)));
  }

  @Test
  void cutsAHugeValueInTheMessage() {
    String message = refusal(() -> ResumeTarget.byDisplayId("MMP-" + "9".repeat(400)));
    assertTrue(message.contains("99…' has a number above 2147483647"), message);
    assertTrue(message.length() < 300, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", " ", "my-training-run-v1", "実験-α-🚀", "a\nb", "\uFFFF"})
  void takesNamesThatTheServerCanStore(String name) {
    assertEquals(
        new ResumeTarget.ByExternalId(name, "p"), ResumeTarget.byExternalId(name).inProject("p"));
    assertEquals(
        new ResumeTarget.ByExternalId("x", name), ResumeTarget.byExternalId("x").inProject(name));
    assertEquals(
        new ResumeTarget.ByDisplayId("MMP-1", name),
        ResumeTarget.byDisplayId("MMP-1").inProject(name));
  }

  @Test
  void refusesOtherNames() {
    String externalId = "externalId is empty: give the one that was set when the run was made";
    String projectName = "projectName is empty: give the one that was set when the run was made";
    assertEquals(externalId, refusal(() -> ResumeTarget.byExternalId("")));
    assertEquals(projectName, refusal(() -> ResumeTarget.byExternalId("x").inProject("")));
    assertEquals(projectName, refusal(() -> ResumeTarget.byDisplayId("MMP-1").inProject("")));
    assertEquals(projectName, refusal(() -> new ResumeTarget.ByDisplayId("MMP-1", "")));
    assertEquals(externalId, refusal(() -> new ResumeTarget.ByExternalId("", "p")));
    assertEquals(projectName, refusal(() -> new ResumeTarget.ByExternalId("x", "")));
    assertEquals(
        "externalId 'a\\u0000b' has at index 1 a NUL character, which Pluto cannot store",
        refusal(() -> ResumeTarget.byExternalId("a\u0000b")));
    for (String lone : new String[] {"a\uD83D", "a\uDE80", "a\uD83Db", "a\uDE80\uD83D"}) {
      String message = refusal(() -> ResumeTarget.byExternalId("x").inProject(lone));
      assertTrue(
          message.endsWith(" has at index 1 an unpaired surrogate, which is not valid Unicode"),
          message);
    }
  }

  @Test
  void namesTheArgumentThatIsNull() {
    String externalId = "externalId is null: give the one that was set when the run was made";
    String projectName = "projectName is null: give the one that was set when the run was made";
    assertEquals(externalId, refusal(() -> ResumeTarget.byExternalId(null)));
    assertEquals(projectName, refusal(() -> ResumeTarget.byDisplayId("MMP-1").inProject(null)));
    assertEquals(projectName, refusal(() -> ResumeTarget.byExternalId("x").inProject(null)));
  }

  @Test
  void showsWhatItIs() {
    assertEquals("ExternalId[externalId=x]", ResumeTarget.byExternalId("x").toString());
    assertEquals("ById[runId=1]", ResumeTarget.byId(1).toString());
  }
}
