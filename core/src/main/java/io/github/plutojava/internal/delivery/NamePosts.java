package io.github.plutojava.internal.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers names, each once, beside the points: all that are new in one request. What fails is
 * tried again after a pause, and never holds up points.
 */
final class NamePosts extends Courier {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_NAMES = 10_000;

  /** 1 MiB, but for what stands around the names. */
  private static final int MOST_BYTES = 1024 * 1024 - 256;

  private final NameTable names;

  /** How many names, in the order of their numbers, need not be registered any more. */
  private int done;

  /** Up to which name there is to be a request at once. */
  private int wanted;

  /** When other names are to be registered, too. */
  private long otherwiseDue = NEVER;

  private int mostNames = MOST_NAMES;
  private boolean isEnding;

  /** How many names are in the request under way. */
  private int sent;

  NamePosts(Shared shared) {
    super(shared);
    this.names = shared.names();
  }

  /** Wants a request for all names that have been taken. Under the lock. */
  void want() {
    wanted = names.count();
  }

  /** Wants it some time later. Under the lock. */
  void wantLater(long nanos) {
    otherwiseDue = Math.min(otherwiseDue, shared.clock().now() + nanos);
  }

  /** While a run ends, pauses are short. Under the lock. */
  void setEnding(boolean isEnding) {
    this.isEnding = isEnding;
    pause.forgetFailures();
  }

  /** Returns whether no name is left to be registered. Under the lock. */
  boolean isDone() {
    return done == names.count();
  }

  @Override
  long due(long now) {
    if (shared.ledger().isStopped() || isDone()) {
      return NEVER;
    }
    if (pause.isOn()) {
      return pause.until();
    }
    return done < wanted ? now : otherwiseDue;
  }

  @Override
  @Nullable Verdict request() {
    List<String> request;
    shared.lock().lock();
    try {
      if (shared.ledger().isStopped()) {
        return null;
      }
      request = next();
    } finally {
      shared.lock().unlock();
    }
    return shared.carrier().register(request, LIMIT);
  }

  private List<String> next() {
    begin();
    otherwiseDue = NEVER;
    want();
    List<String> request = new ArrayList<>();
    Name[] all = names.all();
    int bytes = 0;
    for (int i = done; i < names.count() && request.size() < mostNames; i++) {
      bytes += all[i].json.length;
      if (bytes > MOST_BYTES) {
        break;
      }
      request.add(all[i].text);
    }
    sent = request.size();
    return request;
  }

  @Override
  void settle(Verdict verdict, Later later) {
    if (shared.ledger().isClosed) {
      return;
    }
    switch (verdict.kind()) {
      case ACCEPTED -> {
        pause.clear();
        mostNames = Math.min(MOST_NAMES, 2 * mostNames);
        finish(sent, later);
      }
      case CANCELED -> pauseAfter(verdict, false);
      default -> fail(verdict, later);
    }
  }

  private void finish(int count, Later later) {
    done += count;
    shared.flushes().named(done, later);
  }

  private void fail(Verdict verdict, Later later) {
    RuntimeException failure = verdict.failure();
    if (verdict.kind() == Verdict.Kind.GONE) {
      later.add(() -> shared.problems().gone(failure));
      shared.gone(failure, later);
      return;
    }
    later.add(() -> shared.problems().namesFailed(failure));
    boolean isKept = verdict.kind() == Verdict.Kind.KEPT;
    pauseAfter(verdict, isKept && !isEnding);
    switch (verdict.kind()) {
      case LINE, SUSPECT, TOO_LARGE -> {
        if (sent == 1) {
          finish(1, later);
        }
        mostNames = Math.max(1, sent / 2);
      }
      default -> {}
    }
    shared.flushes().unnamed(attempts(), later);
  }
}
