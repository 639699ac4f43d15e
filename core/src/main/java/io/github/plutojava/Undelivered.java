package io.github.plutojava;

import io.github.plutojava.internal.delivery.Flushed;
import io.github.plutojava.internal.text.Text;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions that say that points of a run were not delivered. */
final class Undelivered {
  private final String run;

  Undelivered(ResumedRun run) {
    this.run = Describe.run(run);
  }

  /** Points that were logged before a flush began. */
  UndeliveredException flushed(Flushed flushed) {
    long waiting = flushed.waiting();
    long refused = flushed.refused();
    String message =
        points(waiting + refused)
            + " of "
            + run
            + " "
            + (waiting + refused == 1 ? "was" : "were")
            + " not delivered: "
            + (refused == 0 ? "" : refused(refused) + (waiting == 0 ? "" : "; "))
            + (waiting == 0 ? "" : waiting(waiting, flushed.closed()))
            + lastFailure(flushed.cause());
    return flushed.closed()
        ? UndeliveredException.loss(message, waiting + refused, flushed.cause())
        : new UndeliveredException(message, waiting + refused, refused, flushed.cause());
  }

  private static String refused(long refused) {
    return "the server refused " + refused + " for good";
  }

  private static String waiting(long waiting, boolean closed) {
    return closed
        ? waiting + (waiting == 1 ? " was" : " were") + " lost, since the run was ended or closed"
        : waiting
            + (waiting == 1 ? " still waits" : " still wait")
            + ", and a later flush can deliver "
            + (waiting == 1 ? "it" : "them");
  }

  /** The wait of a flush, or for room, was interrupted. */
  UndeliveredException interrupted(String what, long undelivered, long refused) {
    return new UndeliveredException(
        "the thread was interrupted while it waited for " + what + " of " + run,
        undelivered,
        refused,
        new InterruptedException());
  }

  /** Points that were not taken, for want of room. */
  UndeliveredException full(long points, RunOptions options, @Nullable Throwable cause) {
    return new UndeliveredException(
        "the buffer of "
            + run
            + " is full: "
            + options.maxBufferedPoints()
            + " points wait (maxBufferedPoints), and within "
            + Describe.duration(options.fullBufferWait())
            + " (fullBufferWait) there was no room for "
            + points(points)
            + ", so "
            + (points == 1 ? "it was" : "they were")
            + " not logged"
            + lastFailure(cause),
        points,
        cause);
  }

  /** A point that the server refused. */
  UndeliveredException refused(long step, String name, double value, Throwable cause) {
    return new UndeliveredException(
        "the server refused "
            + Text.quote(name)
            + " = "
            + value
            + " at step "
            + step
            + " of "
            + run
            + ", which is lost"
            + lastFailure(cause),
        1,
        1,
        cause);
  }

  /** Points that the server refused, of a run that has ended all the same. */
  UndeliveredException refusedAndEnded(long refused, RunStatus status, @Nullable Throwable cause) {
    return new UndeliveredException(
        run
            + " is "
            + status
            + ", but "
            + points(refused)
            + (refused == 1 ? " is" : " are")
            + " missing: the server refused "
            + (refused == 1 ? "it" : "them")
            + " for good"
            + lastFailure(cause),
        refused,
        refused,
        cause);
  }

  /** A run that nobody can close any more. */
  UndeliveredException dropped() {
    return new UndeliveredException(
        "the program has dropped the ActiveRun of "
            + run
            + " without a close or an ending that took effect: it is closed now; use"
            + " try-with-resources",
        0,
        null);
  }

  /** What a close lost. */
  UndeliveredException lost(long points, @Nullable Throwable cause) {
    return UndeliveredException.loss(
        points(points)
            + " of "
            + run
            + (points == 1 ? " was" : " were")
            + " lost: the run was closed before the server accepted "
            + (points == 1 ? "it" : "them")
            + lastFailure(cause),
        points,
        cause);
  }

  /** Says of which kind the cause is, whose own message tells the rest. */
  private static String lastFailure(@Nullable Throwable cause) {
    String kind;
    if (cause == null) {
      return "";
    } else if (cause instanceof PlutoApiException answer) {
      kind = "a " + answer.status();
    } else if (cause instanceof PlutoTransportException failure) {
      kind = failure.timedOut() ? "a timeout" : "a network error";
    } else if (cause instanceof PlutoResponseException) {
      kind = "an unusable answer";
    } else {
      kind = "an error in this program";
    }
    return "; the last failure was " + kind;
  }

  private static String points(long points) {
    return points == 1 ? "1 point" : points + " points";
  }
}
