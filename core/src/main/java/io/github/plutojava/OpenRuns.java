package io.github.plutojava;

import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.ApiKeySource;
import io.github.plutojava.internal.http.PromptKey;
import io.github.plutojava.internal.http.Transport;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open runs of one client, and what they share. */
final class OpenRuns {
  /** The largest integer that JavaScript, in which the server counts, knows exactly. */
  private static final long MOST_RUN_ID = (1L << 53) - 1;

  /**
   * What a close may take beyond its limit: to end what is under way, and to tell what was lost.
   */
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The hook has 5 seconds, of which the telling of what was lost may take the last. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(4);

  private final RunServices services;
  private final RunThreads threads;
  private final LoggedProblems log;
  private final Set<RunSession> sessions = new HashSet<>();
  private final ReferenceQueue<ActiveRun> droppedRuns = new ReferenceQueue<>();

  /** Those of the dropped runs that are not closed yet. */
  private final List<RunSession> dropped = new ArrayList<>();

  private final ExitHook exitHook = new ExitHook(this::flushAtExit);
  private final ApiKeySource apiKey;
  private boolean closed;

  /** Once it is, nothing of the client goes on. */
  private volatile boolean isOver;

  OpenRuns(Transport transport, Addresses addresses, ApiKeySource apiKey, Timing timing) {
    services = new RunServices(transport, addresses, new PromptKey(apiKey), timing);
    threads = new RunThreads(timing, transport.timer());
    log = new LoggedProblems(timing.nanoTime());
    this.apiKey = apiKey;
  }

  ActiveRun open(ResumedRun run, RunOptions options) {
    if (run.runId() < 1 || run.runId() > MOST_RUN_ID) {
      throw new IllegalArgumentException(
          "run has the ID " + run.runId() + ", which is not from 1 to " + MOST_RUN_ID);
    }
    RunSession session = new RunSession(run, options, services, threads, this);
    synchronized (sessions) {
      if (closed) {
        throw new IllegalStateException("this PlutoClient is closed: make a new one");
      }
      add(session);
    }
    ActiveRun activeRun = new ActiveRun(session);
    session.begin(new OpenRun(activeRun, session, droppedRuns));
    closeDropped();
    return activeRun;
  }

  /** Closes the runs that the program has dropped: their heartbeats would go on for ever. */
  void closeDropped() {
    synchronized (dropped) {
      for (Reference<?> run = droppedRuns.poll(); run != null; run = droppedRuns.poll()) {
        dropped.add(((OpenRun) run).session);
      }
      dropped.removeIf(RunSession::drop);
    }
  }

  /** Tells when the program has dropped an open run. The run's session holds it. */
  static final class OpenRun extends WeakReference<ActiveRun> {
    private final RunSession session;

    private OpenRun(
        ActiveRun activeRun, RunSession session, ReferenceQueue<ActiveRun> droppedRuns) {
      super(activeRun, droppedRuns);
      this.session = session;
    }
  }

  /**
   * Returns the API key.
   *
   * @throws IllegalStateException if its supplier fails
   */
  String key() {
    try {
      return apiKey.get();
    } catch (CarriedException e) {
      throw (IllegalStateException) e.carried();
    }
  }

  boolean isOver() {
    return isOver;
  }

  Consumer<? super PlutoException> listener(RunOptions options) {
    @Nullable Consumer<? super PlutoException> listener = options.onProblem();
    return listener == null ? log : listener;
  }

  /** Adds one that closing the client waits for. */
  void add(RunSession session) {
    synchronized (sessions) {
      if (!isOver && sessions.add(session) && session.options().flushAtExit()) {
        exitHook.set();
      }
    }
  }

  void remove(RunSession session) {
    synchronized (sessions) {
      sessions.remove(session);
      for (RunSession other : sessions) {
        if (other.options().flushAtExit()) {
          return;
        }
      }
      exitHook.unset();
    }
  }

  /** Delivers what waits when the JVM exits, and sets no status. */
  private void flushAtExit() {
    log.toSystemErr(); // java.util.logging ends at the same time.
    List<RunSession> all;
    synchronized (sessions) {
      all = new ArrayList<>(sessions);
    }
    all.removeIf(session -> !session.options().flushAtExit());
    closeAll(all, EXIT_LIMIT);
  }

  /**
   * Closes all runs at once, within the longest of their limits. An interrupt does not end the
   * wait: what the runs still have to deliver would be lost with the client.
   */
  void close() {
    List<RunSession> all;
    synchronized (sessions) {
      closed = true;
      all = new ArrayList<>(sessions);
    }
    Duration limit = Duration.ZERO;
    for (RunSession session : all) {
      Duration each = session.options().closeTimeout();
      limit = each.compareTo(limit) > 0 ? each : limit;
    }
    closeAll(all, limit);
    synchronized (sessions) {
      isOver = true;
      all = new ArrayList<>(sessions);
    }
    for (RunSession session : all) {
      session.endEndings();
    }
  }

  private static void closeAll(List<RunSession> all, Duration limit) {
    Deadline deadline = Deadline.after(limit);
    List<CompletableFuture<Void>> closings = new ArrayList<>();
    for (RunSession session : all) {
      closings.add(session.over(session.beginClose(limit)));
    }
    boolean interrupted = Thread.interrupted();
    for (CompletableFuture<Void> closing : closings) {
      interrupted |= awaitUninterruptibly(closing, deadline);
    }
    for (RunSession session : all) {
      session.dispose(); // If its time is over.
    }
    long toTell = Math.max(deadline.nanosLeft(), limit.isZero() ? 0 : GRACE_NANOS);
    Deadline told = Deadline.after(Duration.ofNanos(toTell));
    try {
      for (RunSession session : all) {
        session.awaitTold(told.nanosLeft());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the thread was interrupted meanwhile. */
  private static boolean awaitUninterruptibly(CompletableFuture<Void> closing, Deadline deadline) {
    boolean interrupted = false;
    while (true) {
      try {
        closing.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | TimeoutException e) { // It has done what it could.
        return interrupted;
      }
    }
  }
}
