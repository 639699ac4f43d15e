package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.plutojava.internal.delivery.Flushed;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads of points that were not delivered, of one and of many. */
@Tag("run")
class UndeliveredCountsTest {
  private final Undelivered undelivered =
      new Undelivered(new ResumedRun(7, null, null, "my-ml-project", "acme", "https://x/7", true));

  private static void assertSays(
      String message, long undelivered, long refused, UndeliveredException said) {
    assertEquals(
        message.replace("RUN", "the run with ID 7 in project 'my-ml-project'"), said.getMessage());
    assertEquals(undelivered, said.undelivered());
    assertEquals(refused, said.refused());
    assertNull(said.getCause());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|0|1 point of RUN was not delivered: 1 still waits, and a later flush can deliver it",
        "2|0|2 points of RUN were not delivered: 2 still wait, and a later flush can deliver them",
        "0|1|1 point of RUN was not delivered: the server refused 1 for good",
        "0|2|2 points of RUN were not delivered: the server refused 2 for good",
        "1|1|2 points of RUN were not delivered: the server refused 1 for good; 1 still waits, and"
            + " a later flush can deliver it",
        "2|3|5 points of RUN were not delivered: the server refused 3 for good; 2 still wait, and"
            + " a later flush can deliver them"
      })
  void aFlushSaysWhatWaitsAndWhatWasRefused(long waiting, long refused, String message) {
    assertSays(
        message,
        waiting + refused,
        refused,
        undelivered.flushed(new Flushed(waiting, refused, null, false)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|0|1 point of RUN was not delivered: 1 was lost, since the run was ended or closed",
        "2|1|3 points of RUN were not delivered: the server refused 1 for good; 2 were lost, since"
            + " the run was ended or closed"
      })
  void afterTheEndNothingCanBeDeliveredAnyMore(long waiting, long refused, String message) {
    assertSays(
        message,
        waiting + refused,
        waiting + refused,
        undelivered.flushed(new Flushed(waiting, refused, null, false).asClosed()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1 point of RUN was lost: the run was closed before the server accepted it",
        "2|2 points of RUN were lost: the run was closed before the server accepted them"
      })
  void aCloseSaysWhatItLost(long points, String message) {
    assertSays(message, points, points, undelivered.lost(points, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|RUN is FAILED, but 1 point is missing: the server refused it for good",
        "2|RUN is FAILED, but 2 points are missing: the server refused them for good"
      })
  void aFinishSaysWhatIsMissing(long points, String message) {
    assertSays(
        message, points, points, undelivered.refusedAndEnded(points, RunStatus.FAILED, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1 point, so it was not logged",
        "2|2 points, so they were not logged",
      })
  void aFullBufferSaysWhichOptionsMadeItSo(long points, String end) {
    RunOptions options =
        RunOptions.builder().maxBufferedPoints(5).fullBufferWait(Duration.ofSeconds(3)).build();
    assertSays(
        "the buffer of RUN is full: 5 points wait (maxBufferedPoints), and within 3 s"
            + " (fullBufferWait) there was no room for "
            + end,
        points,
        0,
        undelivered.full(points, options, null));
  }

  @Test
  void aPointThatIsRefusedIsShownWhole() {
    assertSays(
        "the server refused 'loss' = 0.5 at step 3 of RUN, which is lost",
        1,
        1,
        undelivered.refused(3, "loss", 0.5, null));
  }
}
