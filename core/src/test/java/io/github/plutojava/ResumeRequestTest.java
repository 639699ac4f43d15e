package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.ArrayList;
import java.util.List;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is sent, to the byte. */
class ResumeRequestTest extends ServerTest {
  private record Case(ResumeTarget target, String body) {}

  private static final List<Case> CASES =
      List.of(
          new Case(ResumeTarget.byId(1), "{\"runId\":1}"),
          new Case(ResumeTarget.byId(9007199254740991L), "{\"runId\":9007199254740991}"),
          new Case(ResumeTarget.byDisplayId("MMP-1"), "{\"displayId\":\"MMP-1\"}"),
          new Case(ResumeTarget.byDisplayId("mmp-0001"), "{\"displayId\":\"mmp-0001\"}"),
          new Case(
              ResumeTarget.byDisplayId("MTE-1").inProject("monitor-tests"),
              "{\"displayId\":\"MTE-1\",\"projectName\":\"monitor-tests\"}"),
          new Case(
              ResumeTarget.byExternalId("x").inProject("p"),
              "{\"externalId\":\"x\",\"projectName\":\"p\"}"),
          new Case(
              ResumeTarget.byExternalId("実験-α-🚀").inProject("項目 \"日本語\"\n"),
              "{\"externalId\":\"実験-α-\\uD83D\\uDE80\",\"projectName\":\"項目 \\\"日本語\\\"\\n\"}"));

  @ParameterizedTest
  @EnumSource
  void sendsExactlyTheTarget(Style style) throws Exception {
    PlutoClient client = client();
    for (Case c : CASES) {
      enqueue(Answers.error(404, "Run not found"));
      assertThrows(RunNotFoundException.class, () -> style.resume(client, c.target()));
      assertEquals(c.body(), takeRequest().getBody().readUtf8());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysToCheckTheProjectIfOneWasNamed(Style style) throws Exception {
    List<ResumeTarget> targets =
        List.of(
            MMP_1,
            ResumeTarget.byDisplayId("MMP-1").inProject("p"),
            ResumeTarget.byExternalId("x").inProject("p"));
    List<String> advice = new ArrayList<>();
    for (ResumeTarget target : targets) {
      enqueue(Answers.error(404, "Run not found"));
      RunNotFoundException e =
          assertThrows(RunNotFoundException.class, () -> style.resume(client(), target));
      advice.add(e.getMessage().substring(e.getMessage().indexOf("Check")));
    }
    String rest = ", and that the API key belongs to the run's organization";
    assertEquals(
        List.of(
            "Check the ID" + rest,
            "Check the ID, the project" + rest,
            "Check the ID, the project" + rest),
        advice);
  }

  @ParameterizedTest
  @EnumSource
  void sendsThePostThatTheServerReads(Style style) throws Exception {
    enqueue(Answers.run1());
    style.resume(client(), MMP_1);

    RecordedRequest request = takeRequest();
    assertEquals("POST /api/runs/resume HTTP/1.1", request.getRequestLine());
    assertEquals("application/json", request.getHeader("Content-Type"));
    assertEquals("Bearer " + KEY, request.getHeader("Authorization"));
    assertEquals("pluto-java/" + LibraryVersion.VERSION, request.getHeader("User-Agent"));
    assertEquals("gzip", request.getHeader("Accept-Encoding"));
  }

  @Test
  void versionIsTheBuilds() {
    assertTrue(LibraryVersion.VERSION.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', /api/runs/resume",
    "/, /api/runs/resume",
    "/gateway/pluto, /gateway/pluto/api/runs/resume",
    "/gateway/pluto/, /gateway/pluto/api/runs/resume",
  })
  void keepsThePathOfTheBaseUrl(String basePath, String path) throws Exception {
    enqueue(Answers.run1());
    String origin = server.url("/").toString().replaceFirst("/$", "");
    closeLater(builder().baseUrl(origin + basePath).build()).runs().resume(MMP_1);
    assertEquals(path, takeRequest().getPath());
  }

  @Test
  void putsTheUsersUserAgentFirst() throws Exception {
    enqueue(Answers.run1());
    closeLater(builder().userAgent("my-tool/1.0 (test)").build()).runs().resume(MMP_1);
    assertEquals(
        "my-tool/1.0 (test) pluto-java/" + LibraryVersion.VERSION,
        takeRequest().getHeader("User-Agent"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesNoTargetWithItsName(Style style) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> style.resume(client(), null));
    assertTrue(e.getMessage().contains("'target'"), e.getMessage());
    assertEquals(0, server.getRequestCount());
  }
}
