package io.github.plutojava;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The calls of one client that have begun and not ended: ends each at its deadline, and all of them
 * when the client is closed. OkHttp's own call timeout begins only when a call leaves its queue.
 */
final class CallsInFlight {
  /** For calls that end by themselves once they are canceled. */
  static final Runnable NOTHING = () -> {};

  /** Each end has a thread of its own: a future's dependent stage may wait for another future. */
  private static final Executor ENDS = DaemonThreads.pool("Pluto call end");

  private final long timeoutNanos;
  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor timer;

  /** With what to do at their end. All have the same timeout: the oldest, the first, ends first. */
  private final Map<CallState, Runnable> calls = new LinkedHashMap<>();

  private boolean sweepIsDue;
  private boolean closed;

  CallsInFlight(long timeoutNanos, LongSupplier nanoTime) {
    this.timeoutNanos = timeoutNanos;
    this.nanoTime = nanoTime;
    timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("Pluto call timeout"));
    timer.setKeepAliveTime(5, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  /**
   * Adds a call, whose time begins now.
   *
   * @param onEnd what to do, besides canceling the call, if it has to be ended
   * @throws IllegalStateException if the client is closed
   */
  void add(CallState call, Runnable onEnd) {
    synchronized (calls) {
      if (closed) {
        throw new IllegalStateException("this PlutoClient is closed: make a new one");
      }
      call.setDeadline(nanoTime.getAsLong() + timeoutNanos);
      calls.put(call, onEnd);
      if (!sweepIsDue) {
        scheduleSweep(timeoutNanos);
      }
    }
  }

  /** Returns whether the call was still in flight. */
  boolean remove(CallState call) {
    synchronized (calls) {
      return calls.remove(call) != null;
    }
  }

  private void scheduleSweep(long nanos) {
    sweepIsDue = true;
    ScheduledFuture<?> unused = timer.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the calls whose time is over, and comes back when that of the next one is. */
  private void sweep() {
    Map<CallState, Runnable> late = new LinkedHashMap<>();
    synchronized (calls) {
      sweepIsDue = false;
      if (closed) {
        return;
      }
      long now = nanoTime.getAsLong();
      Iterator<Map.Entry<CallState, Runnable>> oldestFirst = calls.entrySet().iterator();
      while (oldestFirst.hasNext()) {
        Map.Entry<CallState, Runnable> call = oldestFirst.next();
        long nanosLeft = call.getKey().nanosLeft(now);
        if (nanosLeft > 0) {
          scheduleSweep(nanosLeft);
          break;
        }
        late.put(call.getKey(), call.getValue());
        oldestFirst.remove();
      }
    }
    end(late, CallState.End.TIMED_OUT);
  }

  /** Ends all calls and takes no more. */
  void close() {
    Map<CallState, Runnable> rest;
    synchronized (calls) {
      closed = true;
      rest = new LinkedHashMap<>(calls);
      calls.clear();
      timer.shutdownNow();
    }
    end(rest, CallState.End.CLOSED);
  }

  private void end(Map<CallState, Runnable> ended, CallState.End reason) {
    // All are marked before one is canceled: its end lets the next one out of OkHttp's queue.
    ended.keySet().forEach(call -> call.setEnd(reason));
    ended.keySet().forEach(CallState::cancel);
    for (Runnable onEnd : ended.values()) {
      if (onEnd != NOTHING) {
        ENDS.execute(onEnd);
      }
    }
  }
}
