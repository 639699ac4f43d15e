package io.github.plutojava.testing;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import okhttp3.mockwebserver.MockResponse;

/** What the ingest service answers to points. */
public final class IngestAnswers {
  private IngestAnswers() {}

  public static String acceptance(int records) {
    return "Stream processed successfully: " + records + " records";
  }

  public static MockResponse accepted(int records) {
    return new MockResponse()
        .setHeader("Content-Type", "text/plain; charset=utf-8")
        .setBody(acceptance(records));
  }

  /** The body of the 422 that stands for every error. */
  public static String error(String words) {
    return "{\"code\":\"PROCESSING_FAILED\",\"message\":\"Failed to process metrics stream: "
        + words.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}";
  }

  public static MockResponse refused(String words) {
    return Answers.json(422, error(words));
  }

  /** The words for a line that the server cannot read. */
  public static String badLine(String line) {
    return "StreamDecodingError (3004 - Processing Error): Failed to parse JSON line (bytes): '"
        + line
        + "': InternalError(TapeError) at character 0";
  }

  /** A server that takes the lines before the first bad one, and refuses that one. */
  public static Function<RunServer.Received, MockResponse> refusing(
      RunServer pluto, Predicate<String> isBad) {
    return request -> {
      List<String> lines = request.body().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (isBad.test(lines.get(i))) {
          pluto.takePoints(String.join("\n", lines.subList(0, i)));
          return refused(badLine(lines.get(i)));
        }
      }
      return pluto.accept(request);
    };
  }
}
