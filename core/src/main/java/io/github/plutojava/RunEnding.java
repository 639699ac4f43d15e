package io.github.plutojava;

import io.github.plutojava.internal.call.DaemonThreads;
import io.github.plutojava.internal.delivery.Flushed;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Ends one run, and decides which ending counts. Endings are made one after the other, on a thread
 * that lives as long as there are any. The first whose status the server has accepted stays; a
 * {@code fail} overtakes each {@code finish} that has not asked for its status yet.
 */
final class RunEnding {
  private final RunSession session;
  private final StatusChange change;
  private final Undelivered undelivered;
  private final String run;
  private final ThreadFactory threads = DaemonThreads.named("Pluto run ending");

  /** Those that are not over, the one under way first. Guarded by the session. */
  private final Queue<Ending> begun = new ArrayDeque<>();

  /** Done when all of them are over. Guarded by the session. */
  private CompletableFuture<Void> over = CompletableFuture.completedFuture(null);

  RunEnding(RunSession session, StatusChange change) {
    this.session = session;
    this.change = change;
    undelivered = new Undelivered(session.run());
    run = Describe.run(session.run());
  }

  boolean isUnderWay() {
    synchronized (session) {
      return !begun.isEmpty();
    }
  }

  /** Returns a future that is done when no ending is under way any more. */
  CompletableFuture<Void> over() {
    synchronized (session) {
      return over;
    }
  }

  /** Begins the ending of the run, which takes no points from now on. */
  void begin(Ending ending) {
    boolean isFirst;
    synchronized (session) {
      session.shut();
      isFirst = begun.isEmpty();
      if (isFirst) {
        over = new CompletableFuture<>();
        session.keep();
      }
      if (!ending.isFinish()) {
        begun.forEach(Ending::overtake);
      }
      begun.add(ending);
    }
    if (isFirst) {
      start();
    }
  }

  /** Ends the pauses of the endings that have begun, and returns them: the client is closed. */
  List<Ending> hurry() {
    synchronized (session) {
      begun.forEach(Ending::hurry);
      return List.copyOf(begun);
    }
  }

  private void start() {
    try {
      threads.newThread(() -> makeAll(null)).start();
    } catch (OutOfMemoryError e) {
      makeAll(new IllegalStateException("no thread can be made to end " + run, e));
    }
  }

  /**
   * Makes the endings that have begun.
   *
   * @param obstacle why none can be made, or null
   */
  private void makeAll(@Nullable RuntimeException obstacle) {
    Ending ending;
    synchronized (session) {
      ending = begun.element();
    }
    while (ending != null) {
      RunStatus status = null;
      Throwable failure = obstacle;
      try {
        status = obstacle == null ? make(ending) : null;
      } catch (InterruptedException e) {
        failure = new IllegalStateException("the ending was interrupted", e);
      } catch (Throwable e) { // An Error, too, must reach who waits.
        failure = e;
      }
      boolean hasFailed = failure != null;
      if (failure != null && !ending.isFinish()) {
        tell(ending, failure);
        status = change.effectiveOrUnknown();
        failure = null;
      }
      Ending next = after(ending, hasFailed);
      if (failure == null) {
        ending.result.complete(status);
      } else {
        ending.result.completeExceptionally(failure);
      }
      ending = next;
    }
  }

  private RunStatus make(Ending ending) throws InterruptedException {
    try {
      if (change.isEffective()) {
        ending.settle();
        return checked(ending, change.make(ending, null));
      }
      return ending.isFinish() ? finish(ending) : fail(ending);
    } catch (Ending.OvertakenException e) {
      throw new PlutoResponseException(
          run + " was not finished: a fail overtook this finish before it had set a status");
    }
  }

  /** Does what follows from the ending, and returns the next one. */
  private @Nullable Ending after(Ending ending, boolean hasFailed) {
    if (change.isEffective() && hasFailed) {
      session.dispose(); // What it may not have told.
    } else if (change.isEffective()) {
      session.disposeTold();
    }
    Ending next;
    CompletableFuture<Void> over;
    synchronized (session) {
      begun.remove();
      next = begun.peek();
      over = this.over;
      if (next == null) {
        session.letGo();
        if (!change.isEffective()) {
          if (ending.isFinish()) {
            session.reopen();
          } else {
            session.rest();
          }
        }
      }
    }
    if (next == null) {
      over.complete(null);
    }
    return next;
  }

  private RunStatus finish(Ending ending) throws InterruptedException {
    Flushed flushed = drain(ending);
    if (flushed.waiting() > 0) {
      throw undelivered.flushed(session.isClosing() ? flushed.asClosed() : flushed);
    }
    session.pause();
    RunStatus status;
    try {
      status = checked(ending, change.make(ending, null));
    } catch (RuntimeException e) {
      if (flushed.refused() > 0) {
        e.addSuppressed(undelivered.flushed(flushed));
      }
      throw e;
    }
    if (flushed.refused() > 0) {
      throw undelivered.refusedAndEnded(flushed.refused(), status, flushed.cause());
    }
    return status;
  }

  /** Callers ignore what a finish returns. */
  private RunStatus checked(Ending ending, RunStatus status) {
    if (ending.isFinish() && status != RunStatus.COMPLETED) {
      session.tell(
          new PlutoResponseException("asked to make " + run + " COMPLETED, but it is " + status));
    }
    return status;
  }

  /** Waits for the delivery, but not once the ending is overtaken. */
  private Flushed drain(Ending ending) throws InterruptedException {
    CompletableFuture<Flushed> drained = session.drain(ending.deadline.atMost(Limits.LONGEST));
    await(drained, ending);
    Flushed flushed = result(drained);
    ending.requireNotOvertaken();
    return flushed;
  }

  /** Returns what became of the points, also if the delivery does not say so. */
  private Flushed result(CompletableFuture<Flushed> drained) {
    Flushed flushed = drained.getNow(null);
    return flushed == null
        ? new Flushed(session.points().stats().waiting(), 0, null, false)
        : flushed;
  }

  private RunStatus fail(Ending ending) throws InterruptedException {
    CompletableFuture<Flushed> drained = session.drain(ending.deadline.atMost(Limits.LONGEST));
    session.pause();
    RunStatus status;
    try {
      String metadata = FailReason.of(ending, session.key());
      status = change.make(ending, metadata);
    } catch (RuntimeException e) {
      status = change.effectiveOrUnknown();
      tell(ending, e);
    }
    await(drained, ending);
    Flushed flushed = result(drained);
    if (!flushed.isAccepted()) {
      UndeliveredException problem =
          undelivered.flushed(
              change.isEffective() || session.isClosing() ? flushed.asClosed() : flushed);
      if (!flushed.closed()) { // Else the close tells of it.
        session.tell(problem);
      }
      ending.suppress(problem);
    }
    return status;
  }

  private void tell(Ending ending, Throwable failure) {
    PlutoException problem =
        failure instanceof PlutoException e
            ? e
            : new UndeliveredException("the fail of " + run + " failed", 0, failure);
    session.tell(problem);
    ending.suppress(problem);
  }

  /** The delivery keeps the limit itself: a moment more is for it to say what it has met. */
  private static void await(CompletableFuture<?> drained, Ending ending)
      throws InterruptedException {
    ending.await(drained, ending.deadline.nanosLeft() + OpenRuns.GRACE_NANOS / 2);
  }
}
