package io.github.plutojava.internal.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one client that have begun but not ended. While there are any, a timer looks at them
 * now and then. It ends each call whose time is over or whose thread was interrupted, since sockets
 * notice neither. {@link #close()} ends all calls. OkHttp's own call timeout does not suffice,
 * because it begins only when a call leaves OkHttp's queue.
 */
public final class CallsInFlight {
  /** Nothing else to do: for a call that ends by itself once it is canceled. */
  public static final Runnable NOTHING = () -> {};

  /** How long an interrupt may go unnoticed. */
  private static final long INTERRUPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * How long the timer may sleep while only asynchronous calls are in flight. It may go on for so
   * long after the last of them.
   */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor timer;

  /** The calls, each with what else to do if the client has to end it. */
  private final Map<CallState, Runnable> calls = new LinkedHashMap<>();

  private @Nullable ScheduledFuture<?> nextLook;
  private long nextLookTime;
  private boolean closed;

  public CallsInFlight(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("Pluto call timeout"));
    timer.setKeepAliveTime(1, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Returns the timer, for calls that wait without holding a thread. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Adds a call. Its timeout begins now.
   *
   * @param onEnd what to do, besides canceling the call, if the client has to end it
   * @throws IllegalStateException if the client is closed
   */
  public void add(CallState call, Runnable onEnd) {
    synchronized (calls) {
      if (closed) {
        throw new IllegalStateException("this PlutoClient is closed: make a new one");
      }
      long now = nanoTime.getAsLong();
      long timeout = call.options().timeoutNanos();
      call.setDeadline(now + timeout);
      long wait = Math.min(timeout, longestLook(call));
      if (nextLook == null || now + wait - nextLookTime < 0) {
        scheduleLook(now, wait);
      }
      calls.put(call, onEnd);
    }
  }

  /** Returns whether the call was still in flight. */
  public boolean remove(CallState call) {
    synchronized (calls) {
      return calls.remove(call) != null;
    }
  }

  private static long longestLook(CallState call) {
    return call.hasCaller() ? INTERRUPT_NANOS : MOST_NANOS;
  }

  private void scheduleLook(long now, long nanos) {
    ScheduledFuture<?> later = nextLook;
    nextLook = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    nextLookTime = now + nanos;
    if (later != null) {
      later.cancel(false);
    }
  }

  /** Ends the calls whose time has come, and schedules the next look if any are left. */
  private void look() {
    Map<CallState, Runnable> late = new LinkedHashMap<>();
    synchronized (calls) {
      nextLook = null;
      if (closed) {
        return;
      }
      long now = nanoTime.getAsLong();
      long wait = Long.MAX_VALUE;
      for (Map.Entry<CallState, Runnable> entry : calls.entrySet()) {
        CallState call = entry.getKey();
        long nanosLeft = call.nanosLeft(now);
        if (nanosLeft <= 0) {
          call.setEnd(CallState.End.TIMED_OUT);
          late.put(call, entry.getValue());
        } else if (call.isInterrupted()) {
          call.setEnd(CallState.End.INTERRUPTED);
          late.put(call, entry.getValue());
        } else {
          wait = Math.min(wait, Math.min(nanosLeft, longestLook(call)));
        }
      }
      calls.keySet().removeAll(late.keySet());
      if (!calls.isEmpty()) {
        scheduleLook(now, wait);
      }
    }
    end(late);
  }

  /** Ends all calls, and takes no new ones. */
  public void close() {
    Map<CallState, Runnable> rest;
    synchronized (calls) {
      closed = true;
      rest = new LinkedHashMap<>(calls);
      calls.clear();
      // Mark all before canceling one: its end lets the next one out of OkHttp's queue.
      for (CallState call : rest.keySet()) {
        call.setEnd(CallState.End.CLOSED);
      }
      timer.shutdownNow();
    }
    end(rest);
  }

  private static void end(Map<CallState, Runnable> ended) {
    List<Runnable> onEnds = new ArrayList<>();
    for (Map.Entry<CallState, Runnable> entry : ended.entrySet()) {
      try {
        entry.getKey().cancel();
      } catch (RuntimeException | Error e) { // An EventListener threw; end the others, too.
      }
      if (entry.getValue() != NOTHING) {
        onEnds.add(entry.getValue());
      }
    }
    DaemonThreads.endAll(onEnds);
  }
}
