package io.github.plutojava.internal.call;

import java.io.IOException;

/**
 * Carries an exception or Error of somebody else's code through OkHttp and Retrofit, which handle
 * IOExceptions only.
 */
public final class CarriedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Throwable carried;

  public CarriedException(Throwable carried) {
    super(carried.getMessage(), carried);
    this.carried = carried;
  }

  /** Returns what was thrown, wrapped if it is checked: code in Kotlin throws any. */
  public Throwable carried() {
    return unchecked(carried);
  }

  /** Returns {@code failure} as what any method may throw. */
  public static Throwable unchecked(Throwable failure) {
    return failure instanceof RuntimeException || failure instanceof Error
        ? failure
        : new IllegalStateException(failure);
  }
}
