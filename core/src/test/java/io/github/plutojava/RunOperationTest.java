package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages advise after an error that answers a request of an open run. */
class RunOperationTest {
  private static final String NOT_UNDERSTOOD =
      "The server does not take what this library sends: check that the ingest URL is Pluto's; then"
          + " use a newer version of the library, or report this message";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "400, Bad Request, `" + NOT_UNDERSTOOD + "`",
        "422, no code, `" + NOT_UNDERSTOOD + "`",
        "422, DatabaseError (4001 - Database Error): away, ``",
        "422, Validation (3004 - Invalid Line): the line is bad, ``",
        "422, Auth (1003 - Invalid Key): no, `" + Describe.CHECK_KEY + "`",
        "503, Service Unavailable, ``",
      })
  void advisesOnWhatIngestDoesNotExplain(int status, String words, String advice) {
    ApiError answer = new ApiError(status, words, null, "", 1, null);
    assertEquals(advice, new RunOperation("failed", "the ingest URL").advice(answer));
  }
}
