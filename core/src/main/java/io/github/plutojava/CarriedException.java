package io.github.plutojava;

import java.io.IOException;

/**
 * Carries a RuntimeException through OkHttp, which rethrows one on a thread of its own when the
 * call is asynchronous: on Android, that ends the app.
 */
final class CarriedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final RuntimeException carried;

  CarriedException(RuntimeException carried) {
    super(carried.getMessage(), carried);
    this.carried = carried;
  }

  /** Returns {@code failure}, wrapped if it is checked: code in Kotlin throws any. */
  static RuntimeException unchecked(Exception failure) {
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  RuntimeException carried() {
    return carried;
  }
}
