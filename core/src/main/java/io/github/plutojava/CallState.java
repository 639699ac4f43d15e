package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** What is known of one call while it is made. It travels with the request, as a tag. */
final class CallState {
  /** Why a call was ended before its answer came. */
  enum End {
    TIMED_OUT,
    CLOSED
  }

  /** For a lookup, which OkHttp tells nothing of the call. */
  private static final ThreadLocal<CallState> CURRENT = new ThreadLocal<>();

  private final CountDownLatch canceled = new CountDownLatch(1);
  private volatile okhttp3.@Nullable Call call;
  private volatile @Nullable Future<?> lookup;
  private volatile @Nullable End end;
  private volatile @Nullable String key;
  private volatile long deadline;
  private volatile int attempts;
  private volatile boolean answered;
  private volatile boolean connected;
  private int hiddenStatus;

  static CallState of(Request request) {
    return requireNonNull(request.tag(CallState.class), "set by TrackedCallFactory");
  }

  /**
   * By the request as it was at first: an interceptor of a lent OkHttpClient may make a new one.
   */
  static CallState of(Interceptor.Chain chain) {
    return of(chain.call().request());
  }

  /** Returns the call that this thread is making, or null if it makes none. */
  static @Nullable CallState current() {
    return CURRENT.get();
  }

  static void setCurrent(@Nullable CallState call) {
    if (call == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(call);
    }
  }

  void setCall(okhttp3.Call call) {
    this.call = call;
  }

  /** Sets the time by which the call must have ended, on the clock of {@link Timing}. */
  void setDeadline(long nanoTime) {
    deadline = nanoTime;
  }

  long nanosLeft(long nanoTime) {
    return deadline - nanoTime;
  }

  /** Notes why the call is to be canceled. It begins no further attempt. */
  void setEnd(End reason) {
    end = reason;
    canceled.countDown();
  }

  @Nullable End end() {
    return end;
  }

  /** Ends a wait at once, and what the network does as soon as it can. */
  void cancel() {
    canceled.countDown();
    okhttp3.Call call = this.call;
    if (call != null) {
      call.cancel();
    }
    Future<?> lookup = this.lookup;
    if (lookup != null) {
      lookup.cancel(false);
    }
  }

  /** Sets what the call waits for now, to be canceled with it. */
  void setLookup(Future<?> lookup) {
    this.lookup = lookup;
    if (isCanceled()) {
      lookup.cancel(false);
    }
  }

  /** Returns whether we canceled the call, or somebody did by the OkHttpClient that they lent. */
  boolean isCanceled() {
    okhttp3.Call call = this.call;
    return canceled.getCount() == 0 || (call != null && call.isCanceled());
  }

  /** Waits, but not once we canceled the call. */
  void await(long nanos) throws InterruptedException {
    boolean unused = canceled.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Notes that an attempt begins. */
  void setAttempts(int attempts) {
    this.attempts = attempts;
    connected = false;
  }

  /** Notes that the attempt has a connection. */
  void setConnected() {
    connected = true;
  }

  boolean isConnected() {
    return connected;
  }

  int attempts() {
    return attempts;
  }

  void setKey(String key) {
    this.key = key;
  }

  /** The API key that was sent last, so that it can be kept out of messages; null if none was. */
  @Nullable String key() {
    return key;
  }

  /** Notes that the answer is here, whole: what fails from now on is not the network. */
  void setAnswered() {
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Sets the status that OkHttp is not to see, or 0; only for the thread that makes the call. */
  void setHiddenStatus(int status) {
    hiddenStatus = status;
  }

  int hiddenStatus() {
    return hiddenStatus;
  }
}
