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

  RuntimeException carried() {
    return carried;
  }
}
