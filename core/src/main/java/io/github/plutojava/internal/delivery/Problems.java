package io.github.plutojava.internal.delivery;

/**
 * Is told what goes wrong. The methods are called on a thread of the executor for sending, without
 * a lock, one problem of a kind at a time; they have to return at once and must not throw.
 */
public interface Problems {
  /** A request with points failed, or the points are kept. They wait, and are tried again. */
  void failed(RuntimeException failure);

  /** The server refused a point, which is lost. */
  void refused(long step, String name, double value, RuntimeException failure);

  /**
   * The server accepted a request with points, but counted otherwise. It is not sent again.
   *
   * @param said what the server counted, or -1 if it said no number
   */
  void miscounted(long sent, long said);

  /** Names could not be registered. Unless they were refused for good, they are tried again. */
  void namesFailed(RuntimeException failure);

  /** A request says that the run is gone: as if {@link Delivery#gone} had been called. */
  void gone(RuntimeException failure);
}
