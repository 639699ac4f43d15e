package io.github.plutojava;

import io.github.plutojava.internal.delivery.Account;
import io.github.plutojava.internal.delivery.Delivery;
import io.github.plutojava.internal.delivery.Flushed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What goes on behind one {@link ActiveRun}. */
final class RunSession {
  private final ResumedRun run;
  private final RunOptions options;
  private final OpenRuns openRuns;
  private final HttpCarrier carrier;
  private final ProblemTeller teller;
  private final DeliveryProblems problems;
  private final Undelivered undelivered;
  private final Delivery delivery;
  private final RunPoints points;
  private final Revival revival;
  private final RunWatch watch;
  private final RunEnding ending;
  private final EndingWaits endingWaits;

  /** Null until the run is being closed. */
  private @Nullable CompletableFuture<Void> closing;

  private boolean isDisposed;

  private volatile boolean isCancelled;

  /** What the program holds, or has dropped. */
  private volatile OpenRuns.@Nullable OpenRun openRun;

  RunSession(
      ResumedRun run,
      RunOptions options,
      RunServices services,
      RunThreads threads,
      OpenRuns openRuns) {
    this.run = run;
    this.options = options;
    this.openRuns = openRuns;
    carrier = new HttpCarrier(services, run);
    teller =
        new ProblemTeller(
            Describe.run(run), openRuns.listener(options), threads.problems(), this::letGo);
    problems = new DeliveryProblems(this, teller);
    undelivered = new Undelivered(run);
    delivery =
        new Delivery(
            options.delivery(),
            carrier,
            problems,
            new DeliveryTime(threads, threads.date()),
            threads.deliveries(),
            threads.ends());
    points = new RunPoints(run, options, delivery);
    RunCalls calls = new RunCalls(services, run);
    revival = new Revival(calls, run, teller);
    watch = new RunWatch(this, calls, revival, threads);
    ending = new RunEnding(this, new StatusChange(calls, revival, threads));
    endingWaits = new EndingWaits(run, threads, teller);
  }

  /** Begins what goes on by itself. */
  void begin(OpenRuns.OpenRun openRun) {
    this.openRun = openRun;
    watch.begin();
  }

  ResumedRun run() {
    return run;
  }

  RunOptions options() {
    return options;
  }

  /**
   * Implements the interface.
   *
   * @param owner is not dropped while the program holds the result
   */
  <T> T metrics(Class<T> type, ActiveRun owner) {
    if (isClosing()) {
      throw points.closedException();
    }
    return points.metrics(type, owner);
  }

  RunPoints points() {
    return points;
  }

  /** The server says that it has no such run. */
  void setGone(RunNotFoundException failure) {
    if (points.setGone(failure)) {
      watch.askLater();
      teller.tell(failure);
    }
  }

  /** Tells it soon; what is no problem of ours, as one. */
  void tell(RuntimeException problem) {
    teller.tell(problems.wrapped(problem));
  }

  RunStatus finish(Ending finish) {
    return endingWaits.forFinish(begin(finish));
  }

  RunStatus fail(Ending fail) {
    return endingWaits.forFail(begin(fail));
  }

  CompletableFuture<RunStatus> endAsync(Ending finishOrFail) {
    return endingWaits.future(begin(finishOrFail));
  }

  private Ending begin(Ending begun) {
    ending.begin(begun);
    if (openRuns.isOver()) {
      endEndings();
    }
    return begun;
  }

  /** Ends the endings soon, since the client is closed, and the waits for those that hang. */
  void endEndings() {
    endingWaits.endAfter(ending.over(), ending.hurry());
  }

  boolean isCancelled() {
    return isCancelled;
  }

  void setCancelled() {
    isCancelled = true;
    OpenRuns.OpenRun openRun = this.openRun;
    ActiveRun activeRun = openRun == null ? null : openRun.get();
    if (activeRun != null) {
      activeRun.cancelActions.startAll();
    }
  }

  /** Takes no more points, for an ending. */
  void shut() {
    delivery.shut();
  }

  /** Takes points again, and keeps the run alive, after an ending that has not taken effect. */
  synchronized void reopen() {
    if (closing == null) {
      delivery.reopen();
      revival.goOn();
      watch.goOn();
    }
  }

  /** Returns the API key that must not be in what is sent as text. */
  String key() {
    return openRuns.key();
  }

  /** Keeps the run no longer alive, but goes on to look after it: it was not closed yet. */
  synchronized void rest() {
    if (closing == null) {
      watch.rest();
    }
  }

  CompletableFuture<Flushed> drain(Duration limit) {
    return delivery.drain(limit);
  }

  /** Sends no heartbeat, and begins no resume, while a status is set. */
  void pause() {
    watch.pause();
    revival.end();
  }

  /** Counts as open while an ending is under way, also if it was closed before. */
  void keep() {
    openRuns.add(this);
  }

  /** Counts as open no longer, once it is closed, no ending is under way, and all is told. */
  synchronized void letGo() {
    if (isDisposed && !ending.isUnderWay() && !teller.isTelling()) {
      openRuns.remove(this);
    }
  }

  /** Closes the run, and waits for what that still does. */
  void close() {
    Duration limit = options.closeTimeout();
    Deadline deadline = Deadline.after(limit);
    CompletableFuture<Void> closed = beginClose(limit);
    if (limit.isZero()) {
      return;
    }
    // The delivery keeps the limit itself, and an ending has one of its own.
    long grace = ending.isUnderWay() ? 0 : OpenRuns.GRACE_NANOS;
    try {
      closed.get(deadline.nanosLeft() + grace, TimeUnit.NANOSECONDS);
      teller.awaitTold(Math.max(deadline.nanosLeft(), OpenRuns.GRACE_NANOS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // What is left is done without this thread.
    } catch (ExecutionException | TimeoutException e) { // All that could fail is told.
    }
  }

  synchronized boolean isClosing() {
    return closing != null;
  }

  /**
   * Begins to close the run, within {@code limit}; again, it returns the same. Endings that are
   * under way come first, and have limits of their own.
   */
  synchronized CompletableFuture<Void> beginClose(Duration limit) {
    CompletableFuture<Void> closing = this.closing;
    if (closing == null) {
      Deadline deadline = Deadline.after(limit);
      delivery.shut();
      if (ending.isUnderWay()) {
        closing =
            ending
                .over()
                .thenCompose(over -> drain(Duration.ofNanos(deadline.nanosLeft())))
                .handle(this::endClose);
      } else {
        closing = drain(limit).handle(this::endClose);
      }
      this.closing = closing;
    }
    return closing;
  }

  /** Returns what to wait for until nothing of the run is under way. */
  CompletableFuture<Void> over(CompletableFuture<Void> closing) {
    return CompletableFuture.allOf(closing, ending.over());
  }

  private @Nullable Void endClose(@Nullable Flushed flushed, @Nullable Throwable failure) {
    dispose(flushed == null ? failure : delivery.failure(), true);
    return null;
  }

  /**
   * Lets go of all that an open run has, and tells of what is lost by it. Again, it does nothing.
   */
  void dispose() {
    dispose(delivery.failure(), true);
  }

  /** As {@link #dispose}, of an ending that has told all itself. */
  void disposeTold() {
    dispose(null, false);
  }

  private void dispose(@Nullable Throwable cause, boolean tells) {
    synchronized (this) {
      if (isDisposed) {
        return;
      }
      isDisposed = true;
      if (closing == null) {
        closing = CompletableFuture.completedFuture(null);
      }
    }
    pause();
    Account account = delivery.close();
    carrier.close();
    if (account.waiting() > 0 && tells) {
      teller.tell(undelivered.lost(account.waiting(), cause));
    }
    letGo();
  }

  /** Closes the runs of the client that the program has dropped. */
  void closeDropped() {
    openRuns.closeDropped();
  }

  /**
   * Closes the run, which the program has dropped; this is told unless an ending is under way.
   *
   * @return false if somebody still waits for room or for a flush: that wait can be the program's
   *     last use of the run
   */
  boolean drop() {
    boolean isEnding = ending.isUnderWay(); // First: at its end, the run is closed.
    if (!isClosing()) {
      if (!isEnding && delivery.isAwaited()) {
        return false;
      }
      if (!isEnding) {
        teller.tell(undelivered.dropped());
      }
      CompletableFuture<Void> unused = beginClose(options.closeTimeout());
    }
    return true;
  }

  /** Waits until all problems are told. */
  void awaitTold(long nanos) throws InterruptedException {
    teller.awaitTold(nanos);
  }
}
