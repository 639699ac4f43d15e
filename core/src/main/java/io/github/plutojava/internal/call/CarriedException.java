package io.github.plutojava.internal.call;

import java.io.IOException;

/**
 * Carries other exceptions, and Errors, through OkHttp and Retrofit, which handle only
 * IOExceptions.
 */
public final class CarriedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Throwable carried;

  public CarriedException(Throwable carried) {
    super(carried.getMessage(), carried);
    this.carried = carried;
  }

  /** Returns what was thrown, wrapped if it is a checked exception: Kotlin code can throw any. */
  public Throwable carried() {
    return unchecked(carried);
  }

  /** Returns {@code failure} or, if it is a checked exception, an unchecked one that wraps it. */
  public static Throwable unchecked(Throwable failure) {
    return failure instanceof RuntimeException || failure instanceof Error
        ? failure
        : new IllegalStateException(failure);
  }
}
