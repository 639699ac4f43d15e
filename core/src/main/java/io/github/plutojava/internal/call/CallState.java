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
 * What is known of one call while it is made. It travels with the request of each attempt, as a
 * tag.
 */
public final class CallState {
  /** Why a call was ended before its answer came. */
  public enum End {
    TIMED_OUT,
    INTERRUPTED,
    CLOSED
  }

  /** For lookups of hosts and proxies, which OkHttp tells nothing of the call. */
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
  private volatile boolean answered;
  private volatile boolean keyWasRefused;

  public CallState(CallOptions options, boolean isOneShot) {
    this.options = options;
    this.isOneShot = isOneShot;
  }

  /** Returns what is known of a call before it begins. */
  public static CallState before(Request request, CallOptions options) {
    RequestBody body = request.body();
    return new CallState(options, body != null && body.isOneShot());
  }

  public static CallState of(Request request) {
    return requireNonNull(request.tag(CallState.class), "set by PlutoCall");
  }

  /**
   * By the request as it was at first: an interceptor of a user's OkHttpClient may make a new one.
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

  /** Whether the request can be written only once. */
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

  /** Sets the thread that waits for the call, whose interrupt is to end it. */
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

  /** Notes why the call is to be canceled. It begins no further attempt. */
  public void setEnd(End reason) {
    end = reason;
    canceled.countDown();
  }

  public @Nullable End end() {
    return end;
  }

  /** Ends a wait at once, and what the network does as soon as it can. */
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

  /** Sets the lookup that the call waits for, to be canceled with it. */
  public void setLookup(Future<?> lookup) {
    this.lookup = lookup;
    if (isCanceled()) {
      cancel(lookup);
    }
  }

  /** Sets the attempt that is to begin later, to be canceled with the call. */
  public void setRetry(Future<?> retry) {
    this.retry = retry;
    if (isCanceled()) {
      cancel(retry);
    }
  }

  /** Whether we canceled the call, or the user did by their own OkHttpClient. */
  public boolean isCanceled() {
    return canceled.getCount() == 0 || attempt.isCanceled();
  }

  /** Waits, but not once we canceled the call. */
  public void await(long nanos) throws InterruptedException {
    boolean unused = canceled.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Notes that an attempt is to be made, as soon as it is its turn. */
  public void setAttempt(okhttp3.Call call) {
    int before = tries; // They come one after the other.
    tries = before + 1;
    Attempt next = new Attempt(call);
    attempt = next;
    if (canceled.getCount() == 0) {
      next.cancel();
    }
  }

  /** Returns what is known of the last attempt. */
  public Attempt attempt() {
    return attempt;
  }

  /** How many attempts were to be made. */
  public int tries() {
    return tries;
  }

  /** Notes that it is the attempt's turn. */
  public void beginAttempt() {
    attempts = tries;
  }

  /** How many attempts were begun. */
  public int attempts() {
    return attempts;
  }

  /** Notes the proxy that the attempt is to go through. */
  public void setProxy(@Nullable Proxy proxy) {
    this.proxy = proxy;
  }

  /** The HTTP or SOCKS proxy of the last attempt, or null if there was none. */
  public @Nullable Proxy proxy() {
    return proxy;
  }

  public void setKey(String key) {
    this.key = key;
  }

  /** The API key that was sent last, so that it can be kept out of messages; null if none was. */
  public @Nullable String key() {
    return key;
  }

  /** Notes that the server refused the key, and returns whether it did so before. */
  public boolean setKeyRefused() {
    boolean before = keyWasRefused;
    keyWasRefused = true;
    return before;
  }

  /** Notes that the answer is here, whole: what fails from now on is not the network. */
  public void setAnswered() {
    answered = true;
  }

  public boolean isAnswered() {
    return answered;
  }
}
