package io.github.plutojava.internal.call;

import static java.util.Objects.requireNonNull;

import java.net.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one call while it is under way. It travels with the request of each attempt,
 * as a tag.
 */
public final class CallState {
  /** Why a call was ended before its answer came. */
  public enum End {
    TIMED_OUT,
    INTERRUPTED,
    CLOSED
  }

  /**
   * Lets lookups of hosts and proxies find their call, since OkHttp does not tell them which it is.
   */
  private static final ThreadLocal<CallState> CURRENT = new ThreadLocal<>();

  private final CallOptions options;
  private volatile boolean isOneShot;
  private final CountDownLatch canceled = new CountDownLatch(1);
  private volatile Attempt attempt = new Attempt(null);
  private volatile @Nullable Future<?> lookup;
  private volatile @Nullable Future<?> retry;
  private volatile @Nullable Thread caller;
  private volatile @Nullable End end;
  private volatile @Nullable String key;
  private volatile @Nullable Proxy proxy;
  private volatile long deadline;
  private volatile int tries;
  private volatile int attempts;
  private volatile @Nullable String html;
  private volatile boolean answered;
  private volatile boolean keyWasRefused;

  public CallState(CallOptions options, boolean isOneShot) {
    this.options = options;
    this.isOneShot = isOneShot;
  }

  /** Returns what is known about a call before it begins. */
  public static CallState before(Request request, CallOptions options) {
    RequestBody body = request.body();
    return new CallState(options, body != null && body.isOneShot());
  }

  public static CallState of(Request request) {
    return requireNonNull(request.tag(CallState.class), "set by PlutoCall");
  }

  /**
   * Finds the call by its first request, since an interceptor of a user's OkHttpClient may have
   * replaced the current one.
   */
  public static CallState of(Interceptor.Chain chain) {
    return of(chain.call().request());
  }

  /** Returns the call that this thread is making, or null if it makes none. */
  public static @Nullable CallState current() {
    return CURRENT.get();
  }

  public static void setCurrent(@Nullable CallState call) {
    if (call == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(call);
    }
  }

  public CallOptions options() {
    return options;
  }

  /** Returns whether the request can be written only once. */
  public boolean isOneShot() {
    return isOneShot;
  }

  /** Notes that the request can be written only once. */
  public void setOneShot() {
    isOneShot = true;
  }

  /** Sets the time by which the call must have ended, on the clock of {@link Timing}. */
  public void setDeadline(long nanoTime) {
    deadline = nanoTime;
  }

  public long nanosLeft(long nanoTime) {
    return deadline - nanoTime;
  }

  /** Sets the thread that waits for the call. Interrupting that thread ends the call. */
  public void setCaller(Thread caller) {
    this.caller = caller;
  }

  public boolean hasCaller() {
    return caller != null;
  }

  public boolean isInterrupted() {
    Thread caller = this.caller;
    return caller != null && caller.isInterrupted();
  }

  /**
   * Notes why the call is about to be canceled. From now on, the call begins no further attempt.
   */
  public void setEnd(End reason) {
    end = reason;
    canceled.countDown();
  }

  public @Nullable End end() {
    return end;
  }

  /** Cancels the call. A wait ends at once, and what the network does ends as soon as it can. */
  public void cancel() {
    canceled.countDown();
    cancel(lookup);
    cancel(retry);
    attempt.cancel();
  }

  private static void cancel(@Nullable Future<?> awaited) {
    if (awaited != null) {
      awaited.cancel(false);
    }
  }

  /** Sets the lookup that the call waits for. It is canceled with the call. */
  public void setLookup(Future<?> lookup) {
    this.lookup = lookup;
    if (isCanceled()) {
      cancel(lookup);
    }
  }

  /** Sets the attempt that will begin later. It is canceled with the call. */
  public void setRetry(Future<?> retry) {
    this.retry = retry;
    if (isCanceled()) {
      cancel(retry);
    }
  }

  /** Returns whether the call was canceled, by this library or through the user's OkHttpClient. */
  public boolean isCanceled() {
    return canceled.getCount() == 0 || attempt.isCanceled();
  }

  /** Waits for so long, or until this library cancels the call. */
  public void await(long nanos) throws InterruptedException {
    boolean unused = canceled.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Notes an attempt, which begins when its turn comes. */
  public void setAttempt(okhttp3.Call call) {
    int before = tries; // Attempts come one after the other.
    tries = before + 1;
    Attempt next = new Attempt(call);
    attempt = next;
    if (canceled.getCount() == 0) {
      next.cancel();
    }
  }

  /** Returns what is known about the last attempt. */
  public Attempt attempt() {
    return attempt;
  }

  /** Returns how many attempts have begun or are waiting for their turn. */
  public int tries() {
    return tries;
  }

  /** Notes that the last attempt's turn has come. */
  public void beginAttempt() {
    attempts = tries;
  }

  /** Returns how many attempts have begun. */
  public int attempts() {
    return attempts;
  }

  /** Notes the proxy that the attempt will go through, or null if there is none. */
  public void setProxy(@Nullable Proxy proxy) {
    this.proxy = proxy;
  }

  /** Returns the HTTP or SOCKS proxy of the last attempt, or null if there was none. */
  public @Nullable Proxy proxy() {
    return proxy;
  }

  public void setKey(String key) {
    this.key = key;
  }

  /**
   * Returns the API key that was sent last, so that it can be kept out of messages; null if none
   * was sent.
   */
  public @Nullable String key() {
    return key;
  }

  /** Notes that the server refused the key, and returns whether it had refused one before. */
  public boolean setKeyRefused() {
    boolean before = keyWasRefused;
    keyWasRefused = true;
    return before;
  }

  /** Notes whether the answer of the last attempt is HTML, in words that follow "the answer". */
  public void setHtml(@Nullable String words) {
    html = words;
  }

  /** Returns what the answer is if it is HTML, else null. */
  public @Nullable String html() {
    return html;
  }

  /** Notes that the whole answer is here: whatever fails from now on, it is not the network. */
  public void setAnswered() {
    answered = true;
  }

  public boolean isAnswered() {
    return answered;
  }
}
