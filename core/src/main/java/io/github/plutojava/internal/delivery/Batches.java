package io.github.plutojava.internal.delivery;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the points, one batch at a time, until each is accepted or refused. */
final class Batches extends Courier {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** After how long without points their memory is given back. */
  private static final long IDLE = Duration.ofSeconds(10).toNanos();

  private final Ledger ledger;
  private final Points points;
  private final Backlog backlog;
  private final Problems problems;
  private final NamePosts namePosts;
  private final Portions portions = new Portions();
  private final Lines lines = new Lines();

  /** The body under way, or the last one, if a probe is under way. */
  private @Nullable Body body;

  /** A refusal that may be one of everything: a probe is to find out. */
  private @Nullable Verdict suspicion;

  /** Whether a probe has been accepted since what is being halved was refused. */
  private boolean isProbed;

  Batches(Shared shared, Backlog backlog, NamePosts namePosts) {
    super(shared);
    this.ledger = shared.ledger();
    this.points = ledger.points;
    this.problems = shared.problems();
    this.backlog = backlog;
    this.namePosts = namePosts;
  }

  /** Gives back the memory of a delivery that was closed. Under the lock. */
  void drop() {
    points.drop();
    if (!isUnderWay()) {
      lines.drop();
    }
  }

  @Override
  long due(long now) {
    if (ledger.isStopped()) {
      return NEVER;
    }
    if (points.size() == 0) {
      return points.hasMemory() ? backlog.lastUse() + IDLE : NEVER;
    }
    if (pause.isOn()) {
      return pause.until();
    }
    boolean isUrgent = portions.isUnfinished() || suspicion != null || shared.gate().isAwaited();
    return isUrgent ? now : backlog.due(now);
  }

  @Override
  @Nullable Verdict request() {
    Points.Cursor from;
    int most;
    int mostBytes;
    Name[] all;
    boolean hasNames;
    shared.lock().lock();
    try {
      if (ledger.isStopped()) {
        return nothing();
      }
      if (points.size() == 0) {
        points.drop();
        lines.drop();
        return null;
      }
      begin();
      backlog.begin();
      from = points.cursor();
      most = portions.points(points.first(), points.end());
      mostBytes = portions.bytes();
      all = shared.names().all();
      namePosts.want();
      hasNames = namePosts.claim();
    } finally {
      shared.lock().unlock();
    }
    if (hasNames) {
      namePosts.start();
    }
    if (suspicion != null) {
      return shared.carrier().send(Body.PROBE, LIMIT);
    }
    Body next = lines.write(from, most, mostBytes, all);
    if (ledger.isClosed) {
      return nothing();
    }
    body = next;
    return shared.carrier().send(next, LIMIT);
  }

  private @Nullable Verdict nothing() {
    if (ledger.isClosed) {
      lines.drop();
    }
    return null;
  }

  @Override
  void settle(Verdict verdict, Later later) {
    if (ledger.isClosed) {
      settleClosed(verdict, later);
    } else if (suspicion != null) {
      settleProbe(suspicion, verdict, later);
    } else if (verdict.kind() == Kind.ACCEPTED) {
      accept(requireNonNull(body), verdict.records(), later);
    } else {
      fail(verdict, later);
    }
    if (!portions.isUnfinished()) {
      isProbed = false;
    }
    if (suspicion == null) {
      body = null;
    }
  }

  /** What was under way when the delivery was closed is counted, but nothing follows from it. */
  private void settleClosed(Verdict verdict, Later later) {
    lines.drop();
    if (suspicion != null || body == null) {
      return;
    }
    if (verdict.kind() == Kind.ACCEPTED) {
      accept(body, verdict.records(), later);
    } else if (verdict.kind() != Kind.CANCELED) {
      ledger.failedRequests++;
    }
  }

  private void accept(Body accepted, long records, Later later) {
    int sent = accepted.points();
    points.remove(sent);
    portions.accepted(points.first());
    pause.clear();
    ledger.failing = null;
    if (sent < Portions.MOST_POINTS) {
      backlog.wantRest();
    }
    if (records != sent) {
      later.add(() -> problems.miscounted(sent, records));
    }
    decided(later);
  }

  private void decided(Later later) {
    shared.gate().changed();
    shared.flushes().decided(later);
  }

  private void fail(Verdict verdict, Later later) {
    Body failed = body;
    if (failed == null) { // It was not even sent.
      retry(verdict, later);
      return;
    }
    portions.failed(points.first(), failed.points());
    if (verdict.kind() != Kind.CANCELED) {
      ledger.failedRequests++;
    }
    switch (verdict.kind()) {
      case LINE -> divide(verdict, later);
      case SUSPECT, TOO_LARGE -> {
        if (portions.isDoubtful()) {
          keep(verdict, verdict.failure(), later);
        } else if (isProbed && failed.points() > 1) {
          divide(verdict, later);
        } else {
          suspicion = verdict;
        }
      }
      case TIMED_OUT -> {
        portions.timedOut(failed.points());
        retry(verdict, later);
      }
      case CUT_OFF -> {
        portions.cutOff(failed.points());
        retry(verdict, later);
      }
      default -> retry(verdict, later);
    }
  }

  /** The empty body was answered, which was to show whether {@code suspect} was meant so. */
  private void settleProbe(Verdict suspect, Verdict verdict, Later later) {
    suspicion = null;
    switch (verdict.kind()) {
      case ACCEPTED -> {
        isProbed = true;
        divide(suspect, later);
      }
      case LINE, SUSPECT, TOO_LARGE -> keep(verdict, suspect.failure(), later);
      default -> retry(verdict, later);
    }
  }

  /** Halves what was refused, or gives it up if it is a single point. */
  private void divide(Verdict verdict, Later later) {
    Body refused = requireNonNull(body);
    if (refused.points() > 1) {
      portions.halve(points.first(), refused.points(), refused.length(), verdict.kind());
      return;
    }
    RuntimeException failure = verdict.failure();
    Points.Cursor at = points.cursor();
    Chunk chunk = at.chunk();
    String name = shared.names().all()[chunk.name(at.index())].text;
    long step = chunk.step(at.index());
    double value = chunk.value(at.index());
    later.add(() -> problems.refused(step, name, value, failure));
    points.remove(1);
    ledger.refused++;
    ledger.refusal = failure;
    portions.refused(points.first(), verdict.kind());
    decided(later);
  }

  /** Sends the same lines again, after a pause. */
  private void retry(Verdict verdict, Later later) {
    switch (verdict.kind()) {
      case CANCELED -> pauseAfter(verdict, false);
      case KEPT -> keep(verdict, verdict.failure(), later);
      case GONE -> {
        RuntimeException failure = verdict.failure();
        later.add(() -> problems.gone(failure));
        shared.gone(failure, later);
      }
      default -> {
        ledger.failing = verdict.failure();
        later.add(() -> problems.failed(verdict.failure()));
        pauseAfter(verdict, false);
      }
    }
  }

  /** Waits for somebody to mend what refuses everything. */
  private void keep(Verdict verdict, RuntimeException failure, Later later) {
    isProbed = false;
    ledger.failing = failure;
    later.add(() -> problems.failed(failure));
    pauseAfter(verdict, true);
    shared.flushes().kept(attempts(), later);
  }
}
