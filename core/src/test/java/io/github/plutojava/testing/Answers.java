package io.github.plutojava.testing;

import okhttp3.mockwebserver.MockResponse;

/** Answers of the server that many tests need. */
public final class Answers {
  public static final String RUN_1 =
      "{\"runId\":1,\"number\":1,\"displayId\":\"MMP-1\",\"projectName\":\"my-ml-project\","
          + "\"organizationSlug\":\"acme\","
          + "\"url\":\"https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ\","
          + "\"resumed\":true}";

  private Answers() {}

  public static MockResponse run1() {
    return json(200, RUN_1);
  }

  public static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  public static MockResponse error(int status, String error) {
    return json(status, "{\"error\":\"" + error + "\"}");
  }
}
