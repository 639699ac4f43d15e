package io.github.plutojava;

import okhttp3.mockwebserver.MockResponse;

/** Answers of the server that many tests need. */
final class Answers {
  static final String RUN_1 =
      "{\"runId\":1,\"number\":1,\"displayId\":\"MMP-1\",\"projectName\":\"my-ml-project\","
          + "\"organizationSlug\":\"acme\","
          + "\"url\":\"https://pluto.trainy.ai/o/acme/projects/my-ml-project/UkLWZ\","
          + "\"resumed\":true}";

  private Answers() {}

  static MockResponse run1() {
    return json(200, RUN_1);
  }

  static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  static MockResponse error(int status, String error) {
    return json(status, "{\"error\":\"" + error + "\"}");
  }
}
