package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.internal.delivery.Flushed;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of points that were not delivered, and of which kind the reason is. */
class UndeliveredTest {
  private static final String RUN = "the run with ID 1 in project 'p'";

  private final Undelivered undelivered =
      new Undelivered(new ResumedRun(1, null, null, "p", "acme", "https://x.test/", true));

  private static PlutoException forbidden() {
    return PlutoApiException.of(403, "Forbidden");
  }

  static Stream<Arguments> reasons() {
    IOException io = new IOException("words");
    return Stream.of(
        Arguments.of(null, ""),
        Arguments.of(forbidden(), "; the last failure was a 403"),
        Arguments.of(
            new PlutoTransportException("m", io, true, 1), "; the last failure was a timeout"),
        Arguments.of(
            new PlutoTransportException("m", io, false, 1),
            "; the last failure was a network error"),
        Arguments.of(new PlutoResponseException("m"), "; the last failure was an unusable answer"),
        Arguments.of(
            new IllegalStateException("m"), "; the last failure was an error in this program"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void saysOfWhichKindTheLastFailureWas(@Nullable RuntimeException cause, String reason) {
    UndeliveredException e = undelivered.flushed(new Flushed(2, 0, cause, false));
    assertEquals(
        "2 points of "
            + RUN
            + " were not delivered: 2 still wait, and a later flush can deliver them"
            + reason,
        e.getMessage());
    assertEquals(cause, e.getCause());
  }

  @Test
  void soDoTheOthers() {
    String reason = "; the last failure was a 403";
    assertEquals(
        "the buffer of "
            + RUN
            + " is full: 500000 points wait (maxBufferedPoints), and within 60 s (fullBufferWait)"
            + " there was no room for 2 points, so they were not logged"
            + reason,
        undelivered.full(2, RunOptions.defaults(), forbidden()).getMessage());
    assertEquals(
        "the server refused 'loss' = 0.5 at step 7 of " + RUN + ", which is lost" + reason,
        undelivered.refused(7, "loss", 0.5, forbidden()).getMessage());
    assertEquals(
        RUN + " is COMPLETED, but 1 point is missing: the server refused it for good" + reason,
        undelivered.refusedAndEnded(1, RunStatus.COMPLETED, forbidden()).getMessage());
    assertEquals(
        "1 point of "
            + RUN
            + " was lost: the run was closed before the server accepted it"
            + reason,
        undelivered.lost(1, forbidden()).getMessage());
  }
}
